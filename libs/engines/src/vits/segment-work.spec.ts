import { describe, expect, it } from '@jest/globals';

import { fitted, framesFor } from './segment-work.js';

const HOP = 10;
const LAYOUT = { durations: [], frames: 40, kept: { from: 5, to: 25 } };
// 20 kept frames from sample 100 on, then 50 samples of pause.
const PLACE = { start: 100, soundEnd: 300, end: 350 };

describe(framesFor.name, () => {
  it.each([
    [
      { from: 0, to: Infinity },
      { from: 5, to: 25 },
    ],
    [
      { from: 104, to: 116 },
      { from: 5, to: 7 },
    ],
    [
      { from: 119, to: 120 },
      { from: 6, to: 7 },
    ],
    [
      { from: 299, to: 1000 },
      { from: 24, to: 25 },
    ],
    [
      { from: 300, to: 1000 },
      { from: 5, to: 5 },
    ],
    [
      { from: 0, to: 100 },
      { from: 5, to: 5 },
    ],
  ])('finds the frames of samples %j', (wanted, frames) => {
    expect(framesFor(wanted, PLACE, LAYOUT, HOP)).toEqual(frames);
  });
});

describe(fitted.name, () => {
  const sound = { samples: Float32Array.of(1, 2, 3, 4, 5), offset: 10, soundEnd: 14 };

  it('cuts a chunk to what is wanted', () => {
    expect([...fitted(sound, { from: 11, to: 13 })]).toEqual([2, 3]);
  });

  it('is silent where the sound has ended, whatever was decoded there', () => {
    expect([...fitted(sound, { from: 12, to: 17 })]).toEqual([3, 4, 0, 0, 0]);
    expect([...fitted(sound, { from: 14, to: 16 })]).toEqual([0, 0]);
  });
});
