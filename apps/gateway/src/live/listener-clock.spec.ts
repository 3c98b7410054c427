import { describe, expect, it } from '@jest/globals';

import { ListenerClock } from './listener-clock.js';

describe(ListenerClock.name, () => {
  it('knows what a listener has in hand', () => {
    const listener = new ListenerClock();
    listener.played(1, 5_000);
    listener.played(0.5, 5_200);
    expect(listener.slackMs(5_400)).toBe(1_100);
    expect(listener.slackMs(9_000)).toBe(0);
  });

  it('counts each time that a listener had to wait within an utterance', () => {
    const listener = new ListenerClock();
    expect([0, 90, 130, 340].map((now) => listener.played(0.1, now))).toEqual([...[0, 0, 0, 40]]);
    expect(listener.underruns).toBe(1);
  });

  it('does not count the time between two utterances', () => {
    const listener = new ListenerClock();
    listener.played(0.1, 0);
    listener.rest();
    expect(listener.played(0.1, 5_000)).toBe(0);
    expect(listener.underruns).toBe(0);
  });
});
