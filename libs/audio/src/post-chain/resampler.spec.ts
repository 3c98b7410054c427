import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createResampler } from './resampler.js';
import { joined, type Stage } from './stage.js';

const RATES = [
  [22050, 8000],
  [22050, 24000],
  [22050, 48000],
  [16000, 24000],
  [24000, 8000],
  [24000, 22050],
  [44100, 8000],
] as const;

/** Runs a stage over the input from where `firstOutput` needs it, cut at the given places. */
const run = (
  stage: Stage,
  input: Float32Array,
  { firstOutput = 0, cuts = [] as readonly number[] } = {},
): Float32Array => {
  const from = stage.inputRange({ from: firstOutput, to: null }).from;
  const stretch = input.subarray(from);
  const at = stage.start(firstOutput);
  const places = [...cuts.map((cut) => cut % (stretch.length + 1)), 0, stretch.length];
  places.sort((a, b) => a - b);
  const parts = places.map((end, i) => at.push(stretch.subarray(places[i - 1] ?? 0, end)));
  return [...parts, at.finish()].reduce(joined, new Float32Array(0));
};

const sine = (rate: number, hertz: number, samples: number): Float32Array =>
  Float32Array.from(
    { length: samples },
    (_, n) => 0.5 * Math.sin((2 * Math.PI * hertz * n) / rate),
  );

const noise = (samples: number): Float32Array => {
  let state = 1;
  return Float32Array.from({ length: samples }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
};

/** Typed arrays as bytes: comparing thousands of them element by element is slow. */
const bits = (samples: Float32Array): string =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');

/** The loudest difference in the middle of two signals, dB below full scale. */
const errorDb = (a: Float32Array, b: Float32Array, edge: number): number => {
  const worst = a.reduce((most, value, i) => {
    const inside = i > edge && i < a.length - edge;
    return inside ? Math.max(most, Math.abs(value - (b[i] ?? 0))) : most;
  }, 1e-9);
  return 20 * Math.log10(worst);
};

describe.each(RATES)('resampler from %d to %d Hz', (inputRate, outputRate) => {
  const stage = createResampler(inputRate, outputRate);
  const input = noise(1500);
  const whole = run(stage, input);

  it('gives one sample per output instant inside the sentence', () => {
    expect(whole).toHaveLength(Math.ceil((1500 * outputRate) / inputRate));
    expect(stage.outputTotal(1500)).toBe(whole.length);
  });

  it('gives the same bits however the input is cut and wherever it starts', () => {
    const cuts = fc.array(fc.nat(1500), { maxLength: 6 });
    fc.assert(
      fc.property(cuts, fc.nat(whole.length - 1), (places, firstOutput) => {
        const part = run(stage, input, { firstOutput, cuts: places });
        expect(bits(part)).toBe(bits(whole.subarray(firstOutput)));
      }),
      { numRuns: 8 },
    );
  });

  it('needs no more than the named inputs for a slice', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 400 }), (from, length) => {
        const to = Math.min(whole.length, from + length);
        const inputs = stage.inputRange({ from, to });
        const made = stage.start(from).push(input.slice(inputs.from, inputs.to ?? undefined));
        const wanted = (inputs.to ?? 0) <= input.length ? to : from;
        expect(bits(made.subarray(0, wanted - from))).toBe(bits(whole.subarray(from, wanted)));
      }),
      { numRuns: 8 },
    );
  });

  it('keeps a tone of the pass band within 100 dB', () => {
    const hertz = 0.85 * 0.5 * Math.min(inputRate, outputRate);
    const got = run(stage, sine(inputRate, hertz, 4000));
    expect(errorDb(got, sine(outputRate, hertz, got.length), 600)).toBeLessThan(-100);
  });
});

it.each(RATES.filter(([inputRate, outputRate]) => outputRate < inputRate))(
  'silences what the lower rate cannot hold, from %d to %d Hz',
  (inputRate, outputRate) => {
    const tone = sine(inputRate, outputRate / 2 + 30, 4000);
    const got = run(createResampler(inputRate, outputRate), tone);
    expect(errorDb(got, new Float32Array(got.length), 600)).toBeLessThan(-100);
  },
);

describe(createResampler.name, () => {
  it('has no delay', () => {
    const input = new Float32Array(1000);
    input[441] = 1;
    const output = run(createResampler(22050, 24000), input);
    expect(output.indexOf(Math.max(...output))).toBe(480);
  });

  it('keeps a constant constant', () => {
    const output = run(createResampler(22050, 24000), new Float32Array(2000).fill(0.25));
    const middle = output.subarray(200, -200);
    expect(Math.max(...middle) - Math.min(...middle)).toBeLessThan(1e-7);
  });
});
