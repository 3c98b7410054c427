import { setTimeout as pause } from 'node:timers/promises';

import { eventually } from '@chorale/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';

import { Fleet } from './fleet.js';
import { type Listener, PATIENCE, wholeReport } from './listener.js';

jest.setTimeout(90_000);

const LONG = { timeoutMs: 60_000, everyMs: 20 };

let spoken = 1_000;

const newSentences = (): readonly string[] =>
  Array.from(
    { length: 4 },
    () =>
      `Number ${(spoken += 1)} is said whatever Redis does in the meantime, and it is said once.`,
  );

describe.each([
  ['that keeps nothing', false],
  ['that keeps everything', true],
])('a Redis %s', (_, persistent) => {
  let fleet: Fleet;
  let redis: Redis;
  let listeners: readonly Listener[] = [];
  let texts: readonly (readonly string[])[] = [];

  beforeAll(async () => {
    fleet = await Fleet.start({ workers: 2, redis: { persistent } });
    redis = new Redis(fleet.redis.url).on('error', () => undefined);
  });

  afterEach(() => listeners.forEach((listener) => listener.close()));

  afterAll(async () => {
    redis.disconnect();
    await fleet.stop();
  });

  /** Three listeners, all in the middle of something. */
  const speak = async (): Promise<void> => {
    listeners = await Promise.all([0, 1, 2].map(() => fleet.listen()));
    texts = listeners.map(() => newSentences());
    listeners.forEach((listener, at) => listener.say(...(texts[at] ?? [])));
    await Promise.all(listeners.map((listener) => listener.hears()));
  };

  /** All of it, once, sample for sample; and what comes next. */
  const expectHeard = async (): Promise<void> => {
    const later = newSentences();
    await Promise.all(listeners.map((listener) => listener.hearsAll(LONG)));
    await listeners[0]?.say(...later).hearsAll(LONG);
    const expected = texts.map((sentences, at) =>
      wholeReport(...sentences, ...(at === 0 ? later : [])),
    );
    expect(listeners.map((listener) => listener.report())).toEqual(expected);
  };

  it('may be killed and started again', async () => {
    await speak();
    await fleet.redis.kill();
    await pause(500);
    await fleet.redis.start();
    await expectHeard();
  });

  it('may stand still for 5 s', async () => {
    await speak();
    fleet.redis.pause();
    await pause(5_000);
    fleet.redis.resume();
    await expectHeard();
  });

  it('may drop all its connections, again and again', async () => {
    await speak();
    for (let round = 0; round < 4; round += 1) {
      await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub', 'SKIPME', 'yes');
      await pause(250);
    }
    await expectHeard();
  });

  it('may be out of memory for a while', async () => {
    await speak();
    await redis.config('SET', 'maxmemory', '1mb');
    await pause(2_000);
    await redis.config('SET', 'maxmemory', '0');
    await expectHeard();
  });

  it('holds nothing when all is said', async () => {
    listeners.forEach((listener) => listener.close());
    await fleet.comesToRest();
  });
});

describe('a Redis that stays away', () => {
  it('fails what it cannot carry with the documented error, and the session goes on', async () => {
    const fleet = await Fleet.start({ workers: 1, gatewayEnv: { QUEUE_DEADLINE_SECONDS: '2' } });
    try {
      const listener = await fleet.listen();
      const [first = '', second = ''] = newSentences();
      await fleet.redis.kill();
      listener.say(first);
      await listener.hearsAll();
      expect(listener.report()).toMatchObject({ outcome: 'failed', flaws: [], faults: [] });
      const [error] = listener.messages.filter(({ type }) => type === 'error');
      expect(error?.['message']).toMatch(/: overloaded: the queue takes no work$/);
      await fleet.redis.start();
      await eventually(async () => (await fetch(`${fleet.gateway.url}/ready`)).ok, PATIENCE);
      await listener.say(second).hearsAll();
      expect(listener.report()).toMatchObject({ flaws: [], faults: [] });
      listener.close();
    } finally {
      await fleet.stop();
    }
  });
});

describe('a Redis that may throw jobs away', () => {
  it('is warned of by every process', async () => {
    const args = ['--maxmemory-policy', 'allkeys-lru'];
    const fleet = await Fleet.start({ workers: 1, redis: { args } });
    const warning = 'maxmemory-policy is allkeys-lru: jobs may be evicted; set it to noeviction';
    expect(fleet.gateway.log).toContain(warning);
    expect(fleet.workers[0]?.log).toContain(warning);
    await fleet.stop();
  });
});
