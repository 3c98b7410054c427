import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { featuresIn } from './features.js';
import type { FeaturePiece } from './messages.js';

const CHANNELS = 3;
const RATE = 4;

/** A feature that says where it stands. */
const featureAt = (channel: number, column: number): number => channel * 10_000 + column;

const aPiece = (from: number, to: number): FeaturePiece => ({
  frames: { from, to },
  values: valuesOf(from * RATE, to * RATE),
});

const valuesOf = (from: number, to: number): Float32Array =>
  Float32Array.from({ length: CHANNELS * (to - from) }, (_, index) =>
    featureAt(Math.floor(index / (to - from)), from + (index % (to - from))),
  );

/** Pieces that follow each other, and a window that they hold. */
const held = fc
  .record({
    start: fc.nat({ max: 50 }),
    lengths: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 }),
    x: fc.nat(),
    y: fc.nat(),
  })
  .map(({ start, lengths, x, y }) => {
    const pieces: FeaturePiece[] = [];
    let end = start;
    for (const length of lengths) pieces.push(aPiece(end, (end += length)));
    const [first, columns] = [start * RATE, (end - start) * RATE];
    const from = first + (x % columns);
    return { pieces, window: { from, to: from + 1 + (y % (first + columns - from)) } };
  });

describe(featuresIn.name, () => {
  it('gives each column of a window, whichever pieces hold it', () => {
    fc.assert(
      fc.property(held, ({ pieces, window }) => {
        expect(featuresIn(window, pieces, CHANNELS)).toEqual(valuesOf(window.from, window.to));
      }),
    );
  });
});
