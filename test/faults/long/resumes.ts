import { isDeepStrictEqual } from 'node:util';

import type { ResumingClient, Return } from '@chorale/testing';

import type { SpawnedGateway } from '../../processes/spawned-gateway.js';
import { FaultyWire } from '../faulty-wire.js';
import { Fleet } from '../fleet.js';
import { Listener, wholeReport } from '../listener.js';

import { spread } from './report.js';

/** How a client is cut off. */
type Blow = 'socket reset' | 'gateway killed' | 'gateway drained';

const BLOWS: readonly Blow[] = ['socket reset', 'gateway killed', 'gateway drained'];

/** One return to another gateway of an idle service. */
export interface MeasuredReturn extends Return {
  readonly blow: Blow;
}

/** Half a second of audio: the client is in the middle of a sentence. */
const SOME_BYTES = 24_000;

/**
 * A worker twice as fast as speech: much is still to be made when its listener is cut off, and the
 * first missing sample is not there already.
 */
const WORKER = { FAKE_UNIT_MS: '50', FAKE_UNIT_SECONDS: '0.1' };

const SENTENCE =
  'says what takes a while to say, and is cut off in the middle of it, time and again';

/** Cuts one client after the other off, on a service without any other, and has it come back to another gateway. */
export const runResumes = async (count: number): Promise<readonly MeasuredReturn[]> => {
  const fleet = await Fleet.start({ gateways: 2, workers: 2, workerEnv: WORKER });
  const returns: MeasuredReturn[] = [];
  try {
    await Promise.all(fleet.gateways.map(warmUp));
    while (returns.length < count) returns.push(await cutOff(fleet, returns.length));
  } finally {
    await fleet.stop();
  }
  return returns;
};

/** Throws where a client does not hear all, or does not come back once. */
const cutOff = async (fleet: Fleet, number: number): Promise<MeasuredReturn> => {
  const [former, other] = fleet.gateways;
  if (former === undefined || other === undefined) throw new Error('there are two gateways');
  const blow = BLOWS[number % BLOWS.length] ?? 'socket reset';
  const text = `Number ${number} ${SENTENCE}.`;
  let gateway = former;
  const wire = await FaultyWire.to(() => gateway.speechUrl);
  const listener = await Listener.resuming(() => wire.url);
  await listener.say(text).hears(SOME_BYTES);
  gateway = other;
  const leaving = STRIKES[blow](fleet, former, wire);
  await listener.hearsAll();
  const measured = { ...wholeReturn(listener, text), blow };
  await leaving;
  await settle(fleet, listener);
  wire.close();
  return measured;
};

const STRIKES: Readonly<
  Record<Blow, (fleet: Fleet, former: SpawnedGateway, wire: FaultyWire) => unknown>
> = {
  'socket reset': (_, __, wire) => wire.breakOff(),
  'gateway killed': (fleet, former) => fleet.kill(former),
  'gateway drained': (fleet, former) => fleet.dismiss(former),
};

const wholeReturn = (listener: Listener<ResumingClient>, text: string): Return => {
  const [back, ...more] = listener.client.returns;
  const report = listener.report();
  if (!isDeepStrictEqual(report, wholeReport(text)) || back === undefined || more.length > 0)
    throw new Error(`not heard as it should be: ${JSON.stringify({ report, back, more })}`);
  return back;
};

/** The next client finds the service as idle as this one did. */
const settle = async (fleet: Fleet, listener: Listener<ResumingClient>): Promise<void> => {
  listener.close();
  while (fleet.gateways.length < 2) await warmUp(await fleet.addGateway());
  await fleet.comesToRest();
};

/** A gateway's first sentence takes longer, whoever says it. */
const warmUp = async (gateway: SpawnedGateway): Promise<void> => {
  const listener = await Listener.connect(gateway.speechUrl);
  await listener.say('This is said first.').hearsAll();
  listener.close();
};

/** Tells how long it took, for people. */
export const resumeReportOf = (returns: readonly MeasuredReturn[]): string =>
  [
    'to the first missing sample, at another gateway of an idle service:',
    ...linesOf('all', returns),
    ...BLOWS.flatMap((blow) =>
      linesOf(
        blow,
        returns.filter((back) => back.blow === blow),
      ),
    ),
  ].join('\n');

const linesOf = (name: string, returns: readonly MeasuredReturn[]): readonly string[] => {
  const since = (begin: (back: Return) => number): readonly { readonly ms: number }[] =>
    returns.flatMap((back) => (back.heardAt === null ? [] : [{ ms: back.heardAt - begin(back) }]));
  return [
    name,
    spread(
      '  loss …',
      since(({ cutAt }) => cutAt),
    ),
    spread(
      '  reconnect …',
      since(({ connectingAt }) => connectingAt),
    ),
    spread(
      '  resume …',
      since(({ askedAt }) => askedAt),
    ),
  ];
};
