import { describe, expect, it } from '@jest/globals';

import { idsOfFrames, layOut, wholeFrames } from './segment-layout.js';
import { spell } from './text/phoneme-ids.js';

const KNOWN = new Map(Array.from('_^$ .ab', (sign, id): [string, number[]] => [sign, [id]]));
// ^ _ a _ b _ . _ $
const SPELLING = spell('ab.', KNOWN);
const DURATIONS = Float32Array.of(5, 4, 3, 1, 2, 1, 9, 8, 7);

describe(layOut.name, () => {
  it('keeps two frames before the first sound and six behind the last', () => {
    expect(layOut(SPELLING, DURATIONS, 1)).toMatchObject({ frames: 40, kept: { from: 7, to: 21 } });
  });

  it('keeps no frame that does not exist', () => {
    const short = Float32Array.of(1, 0, 3, 1, 2, 1, 1, 0, 0);
    expect(layOut(SPELLING, short, 1).kept).toEqual({ from: 0, to: 9 });
  });
});

describe(wholeFrames.name, () => {
  it('rounds up in float32, as the model does', () => {
    expect(wholeFrames(Float32Array.of(0.1, 1, 1.0000001), 1)).toEqual([1, 1, 2]);
    // In double precision 0.1f · 10 is a little more than 1, in float32 it is 1.
    expect(wholeFrames(Float32Array.of(0.1), 10)).toEqual([1]);
  });
});

describe(idsOfFrames.name, () => {
  it('repeats each id as long as it lasts', () => {
    const layout = { durations: [1, 0, 3], frames: 4, kept: { from: 0, to: 4 } };
    expect([...idsOfFrames(layout)]).toEqual([0, 2, 2, 2]);
  });
});
