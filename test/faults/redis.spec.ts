import { setTimeout as pause } from 'node:timers/promises';

import { eventually } from '@chorale/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';

import { Fleet } from './fleet.js';
import { Listener, PATIENCE, wholeReport } from './listener.js';

jest.setTimeout(90_000);

const LONG = { timeoutMs: 60_000, everyMs: 20 };

let fleet: Fleet;
let redis: Redis;
let listeners: readonly Listener[] = [];
let texts: readonly (readonly string[])[] = [];
let spoken = 1_000;

const newSentences = (): readonly string[] =>
  Array.from(
    { length: 4 },
    () =>
      `Number ${(spoken += 1)} is said whatever Redis does in the meantime, and it is said once.`,
  );

const start = async (persistent: boolean): Promise<void> => {
  fleet = await Fleet.start({ workers: 2, redis: { persistent } });
  redis = new Redis(fleet.redis.url).on('error', () => undefined);
};

const stop = async (): Promise<void> => {
  redis.disconnect();
  await fleet.stop();
};

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

const restart = async (): Promise<void> => {
  await fleet.redis.kill();
  await pause(500);
  await fleet.redis.start();
};

afterEach(() => listeners.forEach((listener) => listener.close()));

describe('a Redis that keeps everything', () => {
  beforeAll(() => start(true));
  afterAll(stop);

  it('may be killed and started again', async () => {
    await speak();
    await restart();
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

  it('holds nothing when all is said', () => fleet.comesToRest());
});

describe('a Redis that keeps nothing', () => {
  beforeAll(() => start(false));
  afterAll(stop);

  it('may be killed and started again', async () => {
    await speak();
    await restart();
    await expectHeard();
  });

  it('fails what it cannot carry in time with the documented error, and the session goes on', async () => {
    const gateway = await fleet.addGateway({ QUEUE_DEADLINE_SECONDS: '1' });
    const listener = await Listener.connect(gateway.speechUrl);
    const [first = '', second = ''] = newSentences();
    await fleet.redis.kill();
    await listener.say(first).hearsAll();
    const [error] = listener.messages.filter(({ type }) => type === 'error');
    expect(error?.['message']).toMatch(/: overloaded: /);
    await fleet.redis.start();
    await eventually(async () => (await fetch(`${gateway.url}/ready`)).ok, PATIENCE);
    await listener.say(second).hearsAll();
    expect(listener.report()).toMatchObject({ outcome: 'failed', flaws: [], faults: [] });
    listener.close();
  });

  it('holds nothing when all is said', () => fleet.comesToRest());

  it('is told of by every process if it may throw jobs away', async () => {
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const [gateway, worker] = await Promise.all([fleet.addGateway(), fleet.addWorker()]);
    const warning = 'maxmemory-policy is allkeys-lru: jobs may be evicted; set it to noeviction';
    expect(gateway.log).toContain(warning);
    expect(worker.log).toContain(warning);
  });
});
