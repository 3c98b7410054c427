import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createLimiter } from './limiter.js';
import { joined } from './stage.js';

const RATE = 8000; // attack 80 samples, release 800
const CEILING = 10 ** (-1 / 20);

const limit = (input: Float32Array, first = 0, cut = 0): Float32Array => {
  const stage = createLimiter(RATE);
  const stretch = input.subarray(stage.inputRange({ from: first, to: null }).from);
  const run = stage.start(first);
  const at = Math.min(cut, stretch.length);
  const parts = [run.push(stretch.subarray(0, at)), run.push(stretch.subarray(at)), run.finish()];
  return parts.reduce(joined, new Float32Array(0));
};

const bits = (samples: Float32Array): string =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');

/** Mostly quiet samples with some peaks far over the ceiling. */
const peaky = fc
  .array(
    fc.oneof(
      { weight: 30, arbitrary: fc.double({ min: -0.5, max: 0.5, noNaN: true }) },
      { weight: 1, arbitrary: fc.double({ min: -30, max: 30, noNaN: true }) },
    ),
    { minLength: 1, maxLength: 1200, size: 'max' },
  )
  .map((samples) => Float32Array.from(samples));

/** The documented gain, sample by sample. */
const specified = (input: Float32Array): readonly number[] => {
  const need = [...input].map((x) => Math.max(0, 1 - CEILING / Math.abs(x)));
  return need.map((_, n) => {
    const asked = need.map((value, p) => value - (p > n ? (p - n) / 80 : (n - p) / 800));
    return (input[n] ?? 0) * (1 - Math.max(0, ...asked));
  });
};

describe(createLimiter.name, () => {
  it('never lets a sample over the ceiling', () => {
    fc.assert(
      fc.property(peaky, (input) => {
        const loudest = limit(input).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
        expect(loudest).toBeLessThanOrEqual(CEILING * (1 + 1e-6));
      }),
      { numRuns: 15 },
    );
  });

  it('gives the same bits wherever it starts and however the input is cut', () => {
    fc.assert(
      fc.property(peaky, fc.nat(1200), fc.nat(1200), (input, from, cut) => {
        const first = from % input.length;
        expect(bits(limit(input, first, cut))).toBe(bits(limit(input).subarray(first)));
      }),
      { numRuns: 15 },
    );
  });

  it('ramps as documented', () => {
    const input = new Float32Array(2000).fill(0.5);
    input[600] = 1.5;
    input[900] = -1.2;
    const output = limit(input);
    specified(input).forEach((value, n) => expect(output[n]).toBeCloseTo(value, 5));
  });

  it('leaves samples alone that have no peak near', () => {
    const input = Float32Array.from({ length: 500 }, (_, n) => (n % 2 ? 0.89 : -0.89));
    expect(limit(input)).toEqual(input);
  });

  it('needs no more than the named inputs for a slice', () => {
    fc.assert(
      fc.property(peaky, fc.nat(1200), (input, at) => {
        const from = at % input.length;
        const inputs = createLimiter(RATE).inputRange({ from, to: from + 40 });
        const made = createLimiter(RATE)
          .start(from)
          .push(input.slice(inputs.from, inputs.to ?? undefined));
        const final = (inputs.to ?? 0) <= input.length ? 40 : 0;
        expect(bits(made.subarray(0, final))).toBe(bits(limit(input).subarray(from, from + final)));
      }),
      { numRuns: 15 },
    );
  });
});
