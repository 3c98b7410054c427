import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { chunkSchedule } from './chunk-schedule.js';

const sizesOf = (from: number, to: number, total: number): readonly number[] =>
  chunkSchedule({ from, to }, total).map((chunk) => chunk.to - chunk.from);

const rangeOfTotal = fc
  .tuple(fc.nat({ max: 900 }), fc.nat({ max: 900 }), fc.nat({ max: 900 }))
  .map((values) => values.toSorted((a, b) => a - b))
  .map(([from = 0, to = 0, total = 0]) => ({ from, to, total }));

describe(chunkSchedule.name, () => {
  it.each([
    ['grow from 12 to 43 columns', 0, 300, 300, [12, 18, 27, 41, 43, 43, 43, 43, 30]],
    ['take a tail of 7 along', 0, 105, 105, [12, 18, 27, 48]],
    ['leave a tail of 8 alone', 0, 106, 106, [12, 18, 27, 41, 8]],
    ['start small again after a resume', 101, 201, 300, [12, 18, 27, 43]],
    ['are one for a short segment', 0, 19, 19, [19]],
    ['are one for a segment shorter than the least', 0, 3, 3, [3]],
    ['are none for an empty range', 40, 40, 300, []],
  ])('chunks %s', (_, from, to, total, sizes) => {
    expect(sizesOf(from, to, total)).toEqual(sizes);
  });

  it('chunks are large from the first on a steady start', () => {
    const sizes = chunkSchedule({ from: 0, to: 136 }, 300, 'steady').map(
      ({ from, to }) => to - from,
    );
    expect(sizes).toEqual([43, 43, 50]);
  });

  it.each([
    ['to the front at the end of a segment', 297, 300, 300, { from: 292, to: 300 }],
    ['to the back at its beginning', 0, 3, 300, { from: 0, to: 8 }],
    ['to all of a short segment', 2, 3, 5, { from: 0, to: 5 }],
  ])('a range that is too short is widened %s', (_, from, to, total, chunk) => {
    expect(chunkSchedule({ from, to }, total)).toEqual([chunk]);
  });

  it.each([
    [-1, 5, 10],
    [6, 5, 10],
    [0, 11, 10],
    [0.5, 5, 10],
    [NaN, 5, 10],
  ])('refuses columns %d to %d of %d', (from, to, total) => {
    expect(() => chunkSchedule({ from, to }, total)).toThrow(RangeError);
  });

  it('chunks tile any range of at least 8 columns exactly', () => {
    fc.assert(
      fc.property(rangeOfTotal, ({ from, to, total }) => {
        fc.pre(to - from >= 8);
        const chunks = chunkSchedule({ from, to }, total);
        expect(chunks.map((chunk) => chunk.from)).toEqual([
          from,
          ...chunks.slice(0, -1).map((chunk) => chunk.to),
        ]);
        expect(chunks.at(-1)?.to).toBe(to);
      }),
    );
  });

  it('chunks cover any range, have 8 to 50 columns, and stay inside the segment', () => {
    fc.assert(
      fc.property(rangeOfTotal, ({ from, to, total }) => {
        fc.pre(from < to);
        const chunks = chunkSchedule({ from, to }, total);
        expect(chunks[0]?.from).toBeLessThanOrEqual(from);
        expect(chunks.at(-1)?.to).toBeGreaterThanOrEqual(to);
        for (const chunk of chunks) {
          expect(chunk.to - chunk.from).toBeGreaterThanOrEqual(Math.min(8, total));
          expect(chunk.to - chunk.from).toBeLessThanOrEqual(50);
          expect(chunk.from).toBeGreaterThanOrEqual(0);
          expect(chunk.to).toBeLessThanOrEqual(total);
        }
      }),
    );
  });

  it('a chunk never shrinks before the last one', () => {
    fc.assert(
      fc.property(rangeOfTotal, ({ from, to, total }) => {
        const sizes = sizesOf(from, to, total).slice(0, -1);
        expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
      }),
    );
  });
});
