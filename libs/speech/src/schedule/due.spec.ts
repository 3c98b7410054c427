import { describe, expect, it } from '@jest/globals';

import { dueAfterMs, expectedPlayStartMs, unitDueMs } from './due.js';

describe('due times', () => {
  it('the first chunk of an utterance is due 200 ms after the utterance arrived', () => {
    expect(expectedPlayStartMs(5_000)).toBe(5_200);
  });

  it('later samples are due when playback reaches them', () => {
    expect(dueAfterMs(5_100, 24_000, 24_000)).toBe(6_100);
    expect(dueAfterMs(5_100, 256, 22_050)).toBeCloseTo(5_111.61, 2);
  });

  it('a unit is due when its first sample is', () => {
    const place = { jobDueMs: 700, fromSample: 8_000, sampleRate: 8_000 };
    expect(unitDueMs({ ...place, unitSample: 8_000 })).toBe(700);
    expect(unitDueMs({ ...place, unitSample: 12_000 })).toBe(1_200);
  });

  it('a unit that must begin before the wanted samples is due with the first of them', () => {
    const place = { jobDueMs: 700, fromSample: 8_000, sampleRate: 8_000 };
    expect(unitDueMs({ ...place, unitSample: 6_000 })).toBe(700);
  });
});
