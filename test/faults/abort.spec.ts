import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@chorale/testing';
import { WebSocket } from 'ws';

import { FaultyWire } from './faulty-wire.js';
import { Fleet } from './fleet.js';
import { Listener, markedSpeechOf, PATIENCE, wholeReport } from './listener.js';

jest.setTimeout(60_000);

/** What one unit costs a fake worker, ms; and what a loaded machine may add to it. */
const UNIT_MS = 50;
const NOISE_MS = 250;

let fleet: Fleet;

beforeAll(async () => {
  fleet = await Fleet.start({
    workers: 1,
    gatewayEnv: { PING_INTERVAL_SECONDS: '1', SLOW_CONSUMER_SECONDS: '1' },
    workerEnv: { FAKE_UNIT_MS: String(UNIT_MS), FAKE_UNIT_SECONDS: '0.1' },
  });
});

afterAll(() => fleet.stop());

let spoken = 1_000;

/** Sentences of 3 s, more than are in the making at a time. */
const newSentences = (): readonly string[] =>
  Array.from(
    { length: 8 },
    () => `Sentence ${(spoken += 1)} is said to nobody in the end, or hardly.`,
  );

const now = (): number => performance.timeOrigin + performance.now();

/** How long after `since` the last unit of any of the sentences ended, ms. */
const idleAfter = (texts: readonly string[], since: number): number => {
  const times = fleet.workers.flatMap((worker) =>
    texts.flatMap((text) => worker.unitTimesOf(text)),
  );
  return Math.max(0, ...times.map((at) => at + UNIT_MS - since));
};

interface Abandoned {
  readonly wire: FaultyWire;
  readonly listener: Listener;
  readonly texts: readonly string[];
}

/** A client in the middle of its second sentence: two are in the making, two wait. */
const listening = async (): Promise<Abandoned> => {
  const wire = await FaultyWire.to(fleet.gateway.speechUrl);
  const listener = await Listener.connect(wire.url);
  const texts = newSentences();
  listener.say(...texts);
  await fleet.speakerOf(texts[1] ?? '', 3);
  return { wire, listener, texts };
};

/** What was made and not sent, seconds. */
const wasted = async (): Promise<number> => {
  const made = await fleet.workers[0]?.metric('chorale_audio_seconds_total');
  return (made ?? Number.NaN) - (await fleet.gateway.metric('chorale_audio_sent_seconds_total'));
};

/** What was given up for one reason, as the processes account for it. */
interface Account {
  /** Audio that was not sent, seconds. */
  readonly seconds: number;
  /** Sentences that were stopped in the making. */
  readonly stopped: number;
}

const accountOf = async (reason: string): Promise<Account> => {
  const figure = async (
    process: Pick<typeof fleet.gateway, 'metric'>,
    name: string,
  ): Promise<number> => (await process.metric(`${name}{reason="${reason}"}`)) || 0;
  const [worker] = fleet.workers;
  if (worker === undefined) throw new Error('there is no worker');
  const unsent = await figure(worker, 'chorale_audio_wasted_seconds_total');
  return {
    seconds: unsent + (await figure(fleet.gateway, 'chorale_audio_discarded_seconds_total')),
    stopped: await figure(worker, 'chorale_cancel_to_idle_seconds_count'),
  };
};

/** A unit that ended while it was being stopped may be counted by neither process, or by both. */
const UNIT_SECONDS = 0.1;

describe('a client that is gone', () => {
  it.each([
    ['ends (FIN)', (wire: FaultyWire) => wire.end()],
    ['breaks off (RST)', (wire: FaultyWire) => wire.reset()],
  ] as const)('because it %s keeps nothing busy, and leaves nothing', async (_, leave) => {
    const [wastedBefore, before] = [await wasted(), await accountOf('client_gone')];
    const { wire, listener, texts } = await listening();
    const leftAt = now();
    leave(wire);
    await fleet.comesToRest();
    expect(idleAfter(texts, leftAt)).toBeLessThan(UNIT_MS + NOISE_MS);
    // The rest of the second sentence and what was made of the third: no more than was in the making.
    const wastedNow = (await wasted()) - wastedBefore;
    expect(wastedNow).toBeLessThan(3);
    const after = await accountOf('client_gone');
    expect(Math.abs(after.seconds - before.seconds - wastedNow)).toBeLessThan(2.5 * UNIT_SECONDS);
    expect(after.stopped).toBeGreaterThan(before.stopped);
    wire.close();
    listener.client.drop();
  });
});

describe('a client that falls silent', () => {
  it('is noticed when it should have heard all, and leaves nothing', async () => {
    const wire = await FaultyWire.to(fleet.gateway.speechUrl);
    const listener = await Listener.connect(wire.url);
    const text = `This takes two seconds, whoever it is for.`;
    listener.begin(text, 'And then');
    await listener.hears(markedSpeechOf(text).byteLength);
    const silentAt = now();
    wire.silence();
    await wire.hungUp();
    expect(now() - silentAt).toBeGreaterThan(1_000);
    await eventually(() => fleet.gateway.log.includes('silent client')); // its lines take a moment
    await fleet.comesToRest();
    listener.client.drop();
    wire.close();
  });
});

describe('a gateway that is stopped for a while', () => {
  it('hears the answer that came meanwhile, late as it is', async () => {
    const socket = new WebSocket(fleet.gateway.speechUrl, { autoPong: false });
    await once(socket, 'ping');
    fleet.gateway.signal('SIGSTOP');
    socket.pong();
    await pause(2_500);
    fleet.gateway.signal('SIGCONT');
    await Promise.race([once(socket, 'ping'), once(socket, 'close')]);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
  });
});

describe('an utterance that is cancelled', () => {
  it('keeps nothing busy, and leaves its socket as good as new', async () => {
    const before = await accountOf('cancelled');
    const { wire, listener, texts } = await listening();
    const leftAt = now();
    listener.cancel();
    await eventually(
      () => listener.messages.some(({ type }) => type === 'audio.cancelled'),
      PATIENCE,
    );
    const next = 'This is said instead.';
    await listener.say(next).hearsAll();
    expect(listener.report()).toMatchObject({ outcome: 'whole', flaws: [], faults: [] });
    expect(idleAfter(texts, leftAt)).toBeLessThan(UNIT_MS + NOISE_MS);
    listener.close();
    await fleet.comesToRest();
    const after = await accountOf('cancelled');
    expect(after.seconds).toBeGreaterThan(before.seconds);
    expect(after.stopped).toBeGreaterThan(before.stopped);
    wire.close();
  });
});

describe('those who stay', () => {
  it('do not notice', async () => {
    const texts = newSentences().slice(0, 4);
    const listener = await fleet.listen();
    listener.say(...texts);
    const { wire, listener: leaver } = await listening();
    wire.reset();
    await listener.hearsAll();
    expect(listener.report()).toEqual(wholeReport(...texts));
    leaver.client.drop();
    listener.close();
    wire.close();
  });
});
