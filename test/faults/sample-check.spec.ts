import { expectedSamples } from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { flawsIn } from './sample-check.js';

const LENGTH = 5_000;
const expected = expectedSamples(1n, 0, LENGTH);
const other = expectedSamples(2n, 0, LENGTH);
const reference = { expected, others: [other] };

const joined = (...parts: readonly Int16Array[]): Int16Array =>
  Int16Array.from(parts.flatMap((part) => [...part]));

/** A stretch well inside of the sentence. */
const stretch = fc.record({
  at: fc.integer({ min: 0, max: LENGTH - 200 }),
  samples: fc.integer({ min: 1, max: 100 }),
});

describe(flawsIn.name, () => {
  it('finds none in the sentence itself', () => {
    expect(flawsIn(expected, reference)).toEqual([]);
  });

  it('finds a single sample that was altered, wherever it is', () => {
    fc.assert(
      fc.property(fc.nat({ max: LENGTH - 1 }), fc.integer({ min: 1, max: 999 }), (at, change) => {
        const heard = expected.slice();
        heard[at] = (heard[at] ?? 0) + change;
        expect(flawsIn(heard, reference)).toEqual([{ kind: 'altered', at, samples: 1 }]);
      }),
    );
  });

  it('finds what was lost', () => {
    fc.assert(
      fc.property(stretch, ({ at, samples }) => {
        const heard = joined(expected.subarray(0, at), expected.subarray(at + samples));
        expect(flawsIn(heard, reference)).toEqual([{ kind: 'lost', at, samples }]);
      }),
    );
  });

  it('finds a missing end', () => {
    const heard = expected.subarray(0, LENGTH - 1);
    expect(flawsIn(heard, reference)).toEqual([{ kind: 'lost', at: LENGTH - 1, samples: 1 }]);
  });

  it('finds what was heard twice, down to a single sample', () => {
    fc.assert(
      fc.property(stretch, ({ at, samples }) => {
        const end = at + samples;
        const heard = joined(expected.subarray(0, end), expected.subarray(at));
        const found = flawsIn(heard, reference);
        expect(found.reduce((sum, flaw) => sum + flaw.samples, 0)).toBe(samples);
        expect(found[0]).toMatchObject({ at: end });
        if (samples >= 16) expect(found).toEqual([{ kind: 'duplicated', at: end, samples }]);
      }),
    );
  });

  it('finds what belongs to another sentence, between its samples or in their place', () => {
    fc.assert(
      fc.property(stretch, fc.boolean(), ({ at, samples }, inPlace) => {
        const strange = other.subarray(at, at + samples + 16);
        const next = inPlace ? at + strange.length : at;
        const heard = joined(expected.subarray(0, at), strange, expected.subarray(next));
        const found = [{ kind: 'foreign', at, samples: strange.length }];
        expect(flawsIn(heard, reference)).toEqual(found);
      }),
    );
  });

  it('finds another sentence in place of the whole', () => {
    expect(flawsIn(other, reference)).toEqual([{ kind: 'foreign', at: 0, samples: LENGTH }]);
  });

  it('finds silence at the end', () => {
    const heard = joined(expected, new Int16Array(3));
    expect(flawsIn(heard, reference)).toEqual([{ kind: 'foreign', at: LENGTH, samples: 3 }]);
  });
});
