import { describe, expect, it } from '@jest/globals';

import { createTimeStretch } from './time-stretch.js';

const RATE = 22_050;

/** A steady voiced sound: harmonics of a pitch in Hz. */
const vowel = (seconds: number, pitch = 120): Float32Array =>
  Float32Array.from({ length: RATE * seconds }, (_, i) => {
    const phase = (2 * Math.PI * pitch * i) / RATE;
    return 0.3 * Math.sin(phase) + 0.2 * Math.sin(2 * phase + 1) + 0.1 * Math.sin(5 * phase);
  });

const stretched = (input: Float32Array, pace: number, pieces = 1): Float32Array => {
  const run = createTimeStretch(RATE, pace).start(0);
  const size = Math.ceil(input.length / pieces);
  const parts = Array.from({ length: pieces }, (_, i) =>
    run.push(input.slice(i * size, (i + 1) * size)),
  );
  return Float32Array.from([...parts, run.finish()].flatMap((part) => [...part]));
};

/** How alike a sound is to itself a period later, 1 = the same. */
const periodicity = (samples: Float32Array, pitch: number): number => {
  const period = Math.round(RATE / pitch);
  let product = 0;
  let energy = 0;
  for (let i = 0; i + period < samples.length; i++) {
    product += (samples[i] ?? 0) * (samples[i + period] ?? 0);
    energy += (samples[i] ?? 0) ** 2;
  }
  return product / energy;
};

const steepest = (samples: Float32Array): number =>
  samples.reduce(
    (most, sample, i) => Math.max(most, Math.abs(sample - (samples[i - 1] ?? sample))),
    0,
  );

describe.each([0.5, 0.7, 4 / 3, 2, 8 / 3])(`${createTimeStretch.name} at pace %d`, (pace) => {
  const input = vowel(0.5);
  const output = stretched(input, pace);

  it('lasts as long as it should', () => {
    expect(output).toHaveLength(Math.round(input.length / pace));
    expect(createTimeStretch(RATE, pace).outputTotal(input.length)).toBe(output.length);
  });

  it('keeps the pitch', () => {
    const middle = output.subarray(500, -800);
    expect(periodicity(middle, 120)).toBeGreaterThan(0.97);
  });

  it('keeps the loudness and does not click', () => {
    const loudness = (samples: Float32Array) =>
      Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
    const inner = output.subarray(0, -800);
    expect(loudness(inner) / loudness(input)).toBeCloseTo(1, 1);
    expect(steepest(inner)).toBeLessThan(1.2 * steepest(input));
  });

  it('does not depend on how the input was cut', () => {
    expect(stretched(input, pace, 37)).toEqual(output);
  });
});

describe(createTimeStretch.name, () => {
  it('makes nothing of nothing', () => {
    expect(stretched(new Float32Array(0), 2)).toHaveLength(0);
  });

  it('makes a few samples of a few', () => {
    expect(stretched(vowel(0.002), 0.5)).toHaveLength(88);
  });

  it('makes the sound of a sentence from its beginning, wherever it is to begin', () => {
    const { from, to } = createTimeStretch(RATE, 2).inputRange({ from: 9000, to: 9100 });
    expect(from).toBe(0);
    expect(to).toBeGreaterThan(18_200);
  });
});
