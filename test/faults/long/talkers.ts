import { setTimeout as pause } from 'node:timers/promises';

import type { SpawnedGateway } from '../../processes/spawned-gateway.js';
import { FaultyWire } from '../faulty-wire.js';
import type { Fleet } from '../fleet.js';
import { Listener } from '../listener.js';
import type { SessionReport } from '../session-check.js';

import { SeededRandom } from './seeded-random.js';

/** How a client behaves. */
type Manner = 'stays' | 'cancels' | 'ends' | 'resets' | 'falls silent' | 'poisons';

const MANNERS: readonly { readonly manner: Manner; readonly weight: number }[] = [
  { manner: 'stays', weight: 70 },
  { manner: 'cancels', weight: 10 },
  { manner: 'ends', weight: 6 },
  { manner: 'resets', weight: 6 },
  { manner: 'falls silent', weight: 6 },
  { manner: 'poisons', weight: 2 },
];

/** A session that came to its end. */
export interface Ended {
  readonly manner: Manner;
  readonly report: SessionReport;
  readonly closeCode: number | null;
  /** The gateway was killed meanwhile. */
  readonly orphaned: boolean;
  /** When it began to wait for audio, and when audio came: ms since 1970. */
  readonly times: readonly number[];
  /** What it gave up, and when (ms since 1970); null if nothing. */
  readonly gaveUp: { readonly texts: readonly string[]; readonly at: number } | null;
}

/** The gateway stops, or was killed. */
const GOING_AWAY = 1001;
const CUT_OFF = 1006;

/** Before another gateway is tried, ms. */
const AGAIN_MS = 100;

/** Long enough for a sentence to be failed by every rule there is. */
const PATIENCE = { timeoutMs: 120_000, everyMs: 20 };

/** Clients that talk on and on until they are told to stop, each session in a manner of its own. */
export class Talkers {
  readonly sessions: Ended[] = [];
  /** Sessions that were turned away, or whose gateway could not be reached. */
  turnedAway = 0;
  readonly #talking: Promise<unknown>;
  readonly #silent: Promise<void>[] = [];
  #stopping = false;
  #sentences = 0;

  constructor(
    private readonly fleet: Fleet,
    { seed, talkers }: { readonly seed: number; readonly talkers: number },
  ) {
    const each = Array.from({ length: talkers }, (_, at) =>
      this.#talk(new SeededRandom(seed + at)),
    );
    this.#talking = Promise.all(each);
    this.#talking.catch(() => undefined); // `stop` reports it
  }

  /** Lets everybody finish, and waits until it was noticed that the silent ones are gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#talking;
    await Promise.all(this.#silent);
  }

  async #talk(random: SeededRandom): Promise<void> {
    while (!this.#stopping) {
      const ended = await this.#session(random);
      if (ended === null) this.turnedAway += 1;
      else this.sessions.push(ended);
    }
  }

  /** Resolves to null when no gateway takes it in. */
  async #session(random: SeededRandom): Promise<Ended | null> {
    const { manner } = random.pick(MANNERS);
    const { gateways } = this.fleet;
    const gateway = gateways[random.between(0, gateways.length - 1)];
    if (gateway === undefined) return pause(AGAIN_MS, null);
    const wire = await FaultyWire.to(gateway.speechUrl);
    const listener = await Listener.connect(wire.url).catch(() => null);
    if (listener === null) {
      wire.close();
      return pause(AGAIN_MS, null);
    }
    const ended = await this.#converse(listener, { manner, wire, gateway, random });
    if (manner === 'falls silent') this.#silent.push(wire.hungUp().then(() => wire.close()));
    else wire.close();
    return ended;
  }

  async #converse(listener: Listener, session: Session): Promise<Ended | null> {
    const { manner, gateway, random } = session;
    const texts = this.#sayings(manner, random);
    for (const sentences of texts) listener.say(...sentences);
    const gaveUpAt = await leave(listener, session);
    const { closeCode, times } = listener;
    listener.client.drop();
    const orphaned = gateway.hasEnded;
    const report = listener.report({
      mayEndWith: orphaned ? [GOING_AWAY, CUT_OFF] : [GOING_AWAY],
      left: gaveUpAt !== null && manner !== 'cancels',
    });
    if (closeCode !== null && report.outcome === 'cut' && report.samplesChecked === 0) return null;
    const gaveUp = gaveUpAt === null ? null : { texts: texts.flat(), at: gaveUpAt };
    return { manner, report, closeCode, orphaned, times, gaveUp };
  }

  #sayings(manner: Manner, random: SeededRandom): readonly (readonly string[])[] {
    return listOf(random.between(1, 3), () =>
      listOf(random.between(1, 5), () => this.#sentence(manner, random)),
    );
  }

  #sentence(manner: Manner, random: SeededRandom): string {
    this.#sentences += 1;
    const more = ' and so on'.repeat(random.between(0, 10));
    const poison = manner === 'poisons' && random.next() < 0.3 ? ' [[crash]]' : '';
    return `Number ${this.#sentences} says this${more}${poison}.`;
  }
}

interface Session {
  readonly manner: Manner;
  readonly wire: FaultyWire;
  readonly gateway: SpawnedGateway;
  readonly random: SeededRandom;
}

/**
 * Hears all, or gives up in its manner after some audio; resolves to when it gave up, ms since 1970.
 * One that hears nothing for too long stays: the checker finds a session that never came to its end.
 */
const leave = async (
  listener: Listener,
  { manner, wire, random }: Session,
): Promise<number | null> => {
  const stays = manner === 'stays' || manner === 'poisons';
  const enough = stays ? Infinity : random.between(1, 400_000);
  if (!(await succeeds(listener.hears(enough, PATIENCE))) || stays) return null;
  const now = performance.timeOrigin + performance.now();
  if (manner === 'cancels') await cancel(listener);
  else breakOff(wire, manner);
  return now;
};

const breakOff = (wire: FaultyWire, manner: Manner): void => {
  if (manner === 'ends') wire.end();
  else if (manner === 'resets') wire.reset();
  else wire.silence();
};

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

const cancel = async (listener: Listener): Promise<void> => {
  listener.cancel();
  await succeeds(listener.hearsAll(PATIENCE)); // the checker finds what never came
};

const listOf = <T>(length: number, make: () => T): readonly T[] => Array.from({ length }, make);
