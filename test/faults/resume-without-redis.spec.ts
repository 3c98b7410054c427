import { setTimeout as pause } from 'node:timers/promises';

import type { ResumingClient } from '@chorale/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { Fleet } from './fleet.js';
import { Listener, wholeReport } from './listener.js';

jest.setTimeout(60_000);

const LONG = { timeoutMs: 40_000, everyMs: 20 };

/** Half a second. */
const SOME_BYTES = 24_000;

let fleet: Fleet;
let listener: Listener<ResumingClient>;
let spoken = 9_000;

const newSentences = (): readonly string[] =>
  Array.from(
    { length: 3 },
    () => `Number ${(spoken += 1)} is said once, whatever becomes of Redis and of its session.`,
  );

/** A client in the middle of its first sentence, which goes to whichever gateway is first. */
const speak = async (texts: readonly string[]): Promise<void> => {
  listener = await Listener.resuming(() => fleet.gateway.speechUrl);
  listener.say(...texts);
  await listener.hears(SOME_BYTES);
};

beforeAll(async () => {
  fleet = await Fleet.start({ gateways: 2, workers: 1, redis: { persistent: false } });
});

afterEach(() => listener.close());

afterAll(() => fleet.stop());

describe('a session that can be resumed, while Redis stands still', () => {
  it('waits and goes on, and what it says meanwhile is said once', async () => {
    const [texts, later] = [newSentences(), newSentences()];
    await speak(texts);
    fleet.redis.pause();
    listener.say(...later);
    await pause(3_000);
    fleet.redis.resume();
    await listener.hearsAll(LONG);
    expect(listener.report()).toEqual(wholeReport(...texts, ...later));
  });

  it('is resumed when its connection breaks meanwhile, at the next sample', async () => {
    const texts = newSentences();
    await speak(texts);
    fleet.redis.pause();
    listener.client.cut();
    await pause(2_500);
    fleet.redis.resume();
    await listener.hearsAll(LONG);
    expect(listener.report()).toEqual(wholeReport(...texts));
    expect(listener.client.returns.length).toBeGreaterThan(0);
  });
});

describe('a session whose journal Redis lost', () => {
  it('is written down again, and survives its gateway after all', async () => {
    const [texts, later] = [newSentences(), newSentences()];
    await speak(texts);
    await fleet.redis.kill();
    await fleet.redis.start();
    await listener.hearsAll(LONG);
    listener.say(...later);
    await listener.hears(2 * wholeReport(...texts).samplesChecked + SOME_BYTES, LONG);
    await fleet.kill(fleet.gateway);
    await listener.hearsAll(LONG);
    expect(listener.report()).toEqual(wholeReport(...texts, ...later));
    expect(listener.client.returns).toHaveLength(1);
  });
});
