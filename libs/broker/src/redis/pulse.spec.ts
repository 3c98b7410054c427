import { FakeClock } from '@chorale/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';

import { Pulse } from './pulse.js';

let clock: FakeClock;
let trips: (number | null)[];
let answerMs: number | null;
let pings: number;
let connectMs: number;

beforeEach(() => {
  clock = new FakeClock();
  [trips, answerMs, pings, connectMs] = [[], 5, 0, 0];
});

const ping = (): Promise<void> =>
  new Promise((resolve, reject) => {
    pings += 1;
    if (answerMs === null) reject(new Error('away'));
    else clock.after(answerMs, resolve);
  });

const reach = (): Promise<{ ping: typeof ping }> =>
  new Promise((resolve) => clock.after(connectMs, () => resolve({ ping })));

const begun = (): Pulse =>
  new Pulse({ reach, clock, onRoundTrip: (milliseconds) => trips.push(milliseconds) });

describe(Pulse.name, () => {
  it('measures at once, and every two seconds', async () => {
    begun();
    await clock.advance(5);
    expect(trips).toEqual([5]);
    answerMs = 40;
    await clock.advance(4_100);
    expect(trips).toEqual([5, 40, 40]);
  });

  it('does not count the time that the connection takes', async () => {
    connectMs = 300;
    begun();
    await clock.advance(305);
    expect(trips).toEqual([5]);
  });

  it('never has two questions under way', async () => {
    answerMs = 3_000;
    begun();
    await clock.advance(2_999);
    expect(pings).toBe(1);
  });

  it('tells of an answer that did not come, and goes on', async () => {
    answerMs = null;
    begun();
    await clock.advance(2_000);
    expect(trips).toEqual([null, null]);
    answerMs = 1;
    await clock.advance(2_001);
    expect(trips.at(-1)).toBe(1);
  });

  it('is silent once it is closed', async () => {
    const pulse = begun();
    pulse.close();
    await clock.advance(10_000);
    expect(trips).toEqual([]);
    expect(pings).toBeLessThanOrEqual(1);
  });
});
