import { describe, expect, it } from '@jest/globals';

import { restartDelay } from './restart-delay.mjs';

describe(restartDelay.name, () => {
  it('doubles from one second to thirty', () => {
    const delays = [];
    for (let deaths = 0; delays.length < 7;) {
      const next = restartDelay(deaths, 10);
      delays.push(next.delayMs / 1000);
      deaths = next.deaths;
    }
    expect(delays).toEqual([1, 2, 4, 8, 16, 30, 30]);
  });

  it('begins anew after a minute of health', () => {
    expect(restartDelay(5, 60_000)).toEqual({ deaths: 1, delayMs: 1000 });
    expect(restartDelay(5, 59_999)).toEqual({ deaths: 6, delayMs: 30_000 });
  });

  it('does not wait for one that ended to be recycled', () => {
    expect(restartDelay(3, 10, 75)).toEqual({ deaths: 0, delayMs: 0 });
  });
});
