import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { FIRST_SEGMENT, gather, LATER_SEGMENTS } from './segment.js';

const lengths = (ids: readonly number[], limits = LATER_SEGMENTS): number[] =>
  gather(
    ids.map((each) => ({ ids: each })),
    limits,
  ).map((group) => group.reduce((sum, piece) => sum + piece.ids, 0));

describe(gather.name, () => {
  it('keeps a sentence whole that is only a little longer than a first segment', () => {
    expect(lengths([70, 75], FIRST_SEGMENT)).toEqual([145]);
  });

  it('cuts the first segment of an utterance shorter than later ones', () => {
    expect(lengths([70, 40, 90, 100, 60], FIRST_SEGMENT)).toEqual([110, 250]);
    expect(lengths([70, 40, 90, 100, 60])).toEqual([200, 160]);
  });

  it('does not begin with a word alone', () => {
    expect(lengths([12, 130, 100], FIRST_SEGMENT)).toEqual([142, 100]);
  });

  it('does not end with a word alone', () => {
    expect(lengths([130, 22], FIRST_SEGMENT)).toEqual([152]);
    expect(lengths([40, 110, 95, 15])).toEqual([150, 110]);
    expect(lengths([245, 15])).toEqual([245, 15]);
  });

  it('gives nothing for nothing', () => {
    expect(lengths([])).toEqual([]);
  });

  it('loses no piece, keeps their order, and never passes the limit unless one piece does', () => {
    const pieces = fc.array(fc.record({ ids: fc.integer({ min: 3, max: 250 }) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(pieces, fc.constantFrom(FIRST_SEGMENT, LATER_SEGMENTS), (all, limits) => {
        const groups = gather(all, limits);
        expect(groups.flat()).toEqual(all);
        for (const group of groups)
          expect(group.reduce((sum, { ids }) => sum + ids, 0)).toBeLessThanOrEqual(limits.word);
      }),
    );
  });
});
