import { describe, expect, it } from '@jest/globals';

import type { WordTiming } from '../ports/chunk-stream.js';

import { joinShift } from './join-shift.js';

/** Words of 1 000 samples; behind the second one there is a pause. */
const WORDS: readonly WordTiming[] = [
  { word: 'One', startSample: 0, endSample: 1_000, charStart: 0, charEnd: 3 },
  { word: 'two,', startSample: 1_000, endSample: 2_000, charStart: 4, charEnd: 8 },
  { word: 'three', startSample: 4_000, endSample: 5_000, charStart: 9, charEnd: 14 },
  { word: 'four.', startSample: 5_100, endSample: 6_000, charStart: 15, charEnd: 20 },
];
const OUTLINE = { totalSamples: 6_500, words: WORDS };
const JOB = { fromSample: 5_500, shift: 0, outputRate: 24_000 };

const shiftOf = (heardTo: number, total: number | null = 7_000, shift = 0) =>
  joinShift({ ...JOB, shift }, { fingerprint: 'f', totalSamples: total, heardTo }, OUTLINE);

describe(joinShift.name, () => {
  it('goes on with the very next sample where both speak equally long', () => {
    expect(shiftOf(9, 6_500)).toBe(0);
    expect(shiftOf(9, 6_700, 200)).toBe(200);
  });

  it('goes on so too where nobody knows how long the other one would have been', () => {
    expect(shiftOf(9, null)).toBe(0);
  });

  it('goes back to the last pause before the word that was cut', () => {
    expect(shiftOf(15)).toBe(JOB.fromSample - 2_000);
    expect(shiftOf(9)).toBe(JOB.fromSample - 2_000);
  });

  it('begins anew where there was no pause yet, or no word is known', () => {
    expect(shiftOf(4)).toBe(JOB.fromSample);
    const silent = { totalSamples: 6_500, words: [] };
    expect(joinShift(JOB, { fingerprint: 'f', totalSamples: 1, heardTo: 9 }, silent)).toBe(5_500);
  });

  it('repeats nothing when all words were heard', () => {
    expect(shiftOf(20)).toBe(JOB.fromSample - 6_000);
  });
});
