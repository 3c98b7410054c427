import { eventually, SpeechClient } from '@chorale/testing';
import { afterEach, describe, expect, it, jest } from '@jest/globals';

import { Fleet } from '../faults/fleet.js';
import { type Listener, PATIENCE, wholeReport } from '../faults/listener.js';

jest.setTimeout(60_000);

/** A tenth of a second of audio takes 40 ms: two threads speak to four listeners at once, and to no fifth. */
const SLOW = { FAKE_UNIT_SECONDS: '0.1', FAKE_UNIT_MS: '40', INFERENCE_THREADS: '2' };

const LONG = `${'This is said at length to one of many who listen'.repeat(2)}.`;

let fleet: Fleet;

afterEach(() => fleet.stop());

type Signal = Readonly<Record<string, unknown>>;

const signal = async (): Promise<Signal> => {
  const answer = await fetch(`${fleet.gateway.url}/autoscale/default`);
  return { status: answer.status, ...((await answer.json()) as object) }; // an object, as all our JSON
};

/** Asks until the answer is the wanted one, and gives that. */
const until = async (wanted: (found: Signal) => boolean): Promise<Signal> => {
  let found: Signal = {};
  await eventually(async () => {
    found = await signal();
    return wanted(found);
  }, PATIENCE);
  return found;
};

/** What a socket hears that is turned away. */
const turnedAway = async (): Promise<SpeechClient['received']> => {
  const client = await SpeechClient.connect(fleet.gateway.speechUrl);
  await eventually(() => client.received.at(-1)?.kind === 'closed', PATIENCE);
  return client.received;
};

describe('a service with as many listeners as its workers can serve', () => {
  it('turns the next one away with a time to come back, and speaks to the others to the end', async () => {
    fleet = await Fleet.start({
      workers: 1,
      workerEnv: SLOW,
      gatewayEnv: { ADMISSION_LIMIT: '0.9' },
    });
    const first = await fleet.listen();
    await first.say('This shows what speech costs.').hearsAll();
    await until(({ capacity }) => capacity !== null);
    const listeners = [first, ...(await Promise.all([1, 2, 3].map(() => fleet.listen())))];
    for (const listener of listeners) listener.say(LONG);
    await until(({ liveSessions }) => liveSessions === 4);
    expect(await turnedAway()).toMatchObject([
      {
        kind: 'json',
        message: {
          type: 'error',
          message: 'overloaded: the workers have as many listeners as they can serve',
          retry_after_ms: expect.any(Number),
        },
      },
      { kind: 'closed', code: 1013 },
    ]);
    expect(await fleet.gateway.metric('chorale_sessions_refused_total{reason="overloaded"}')).toBe(
      1,
    );
    for (const listener of listeners.slice(1)) {
      await listener.hearsAll();
      expect(listener.report()).toEqual(wholeReport(LONG));
    }
    await first.hearsAll();
    await until(({ liveSessions, debtSeconds }) => liveSessions === 0 && debtSeconds === 0);
    const next = await fleet.listen();
    await next.say('There is room again.').hearsAll();
    expect(next.report()).toEqual(wholeReport('There is room again.'));
  });
});

describe('a service without workers', () => {
  it('lets sessions wait, tells scalers of them, and speaks when a worker wakes', async () => {
    fleet = await Fleet.start({ workers: 0, gatewayEnv: { ADMISSION_LIMIT: '0.9' } });
    expect(await signal()).toMatchObject({ status: 200, debtSeconds: 0, workers: 0 });
    const listeners: Listener[] = [];
    for (let count = 0; count < 3; count += 1)
      listeners.push((await fleet.listen()).say('Is anybody there?'));
    const waiting = await until(({ liveSessions }) => liveSessions === 3);
    expect(waiting).toMatchObject({ workers: 0, capacity: null, predictedTtfaMs: null });
    expect(waiting).toMatchObject({ debtSeconds: waiting['owedSeconds'] });
    expect(Number(waiting['debtSeconds'])).toBeGreaterThan(1);
    await fleet.addWorker();
    for (const listener of listeners) {
      await listener.hearsAll();
      expect(listener.report()).toEqual(wholeReport('Is anybody there?'));
    }
  });

  it('answers scalers with 503 while Redis is away, never with 0', async () => {
    fleet = await Fleet.start({ workers: 1 });
    await until(({ workers }) => workers === 1);
    fleet.redis.pause();
    try {
      await until(({ status }) => status === 503);
    } finally {
      fleet.redis.resume();
    }
    await until(({ status, workers }) => status === 200 && workers === 1);
  });
});
