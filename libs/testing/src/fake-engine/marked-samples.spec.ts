import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { expectedSamples, markedSample, markOfText } from './marked-samples.js';

const mark = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

describe('marked samples', () => {
  it('stay 12 dB below full scale', () => {
    fc.assert(
      fc.property(mark, fc.nat(2 ** 31), (sentence, sample) => {
        expect(Math.abs(markedSample(sentence, sample))).toBeLessThanOrEqual(8192);
      }),
    );
  });

  it('tell sentences apart whose marks differ in any one bit', () => {
    fc.assert(
      fc.property(mark, fc.bigInt({ min: 0n, max: 63n }), (sentence, bit) => {
        const other = sentence ^ (1n << bit);
        expect(expectedSamples(other, 0, 16)).not.toEqual(expectedSamples(sentence, 0, 16));
      }),
    );
  });

  it('tell positions apart', () => {
    fc.assert(
      fc.property(mark, fc.nat(1e6), fc.integer({ min: 1, max: 1e6 }), (sentence, at, distance) => {
        const there = expectedSamples(sentence, at + distance, at + distance + 16);
        expect(there).not.toEqual(expectedSamples(sentence, at, at + 16));
      }),
    );
  });

  it('are a rule that outlives releases', () => {
    expect([...expectedSamples(0x0123456789abcdefn, 0, 4)]).toEqual([-2090, 2177, 4920, -5674]);
  });

  it('can be known from the text alone', () => {
    expect(markOfText('')).toBe(0xcbf29ce484222325n);
    expect(markOfText('a')).toBe(0xaf63dc4c8601ec8cn); // FNV-1a's published value
  });
});
