import { describe, expect, it } from '@jest/globals';

import { fillNormals, noiseKey, NOISE_STREAM, philox } from './noise.js';

const KEY = noiseKey(0x0123456789abcdefn);
const row = (index: number) => ({ stream: NOISE_STREAM.latent, segment: 0, row: index });

const normals = (count: number, index: number, key = KEY): Float32Array => {
  const out = new Float32Array(count);
  fillNormals(out, key, row(index));
  return out;
};

describe(philox.name, () => {
  // The known answers that the authors of Philox publish with their own code.
  it.each([
    {
      counter: [0, 0, 0, 0],
      key: { low: 0, high: 0 },
      answer: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    },
    {
      counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      key: { low: 0xffffffff, high: 0xffffffff },
      answer: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    },
    {
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: { low: 0xa4093822, high: 0x299f31d0 },
      answer: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    },
  ])('knows the answer to $counter', ({ counter, key, answer }) => {
    const words = Uint32Array.from(counter);
    philox(words, key);
    expect([...words]).toEqual(answer);
  });
});

describe(fillNormals.name, () => {
  it('has the mean and deviation of a normal distribution', () => {
    const all = normals(20_000, 3);
    const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
    const variance = all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });

  it('gives a row the same numbers, however many are asked for', () => {
    expect(normals(6, 5)).toEqual(normals(192, 5).subarray(0, 6));
  });

  it('gives other numbers to other rows, streams, segments and seeds', () => {
    const other = (at: object, key = KEY): string => {
      const out = new Float32Array(4);
      fillNormals(out, key, { ...row(0), ...at });
      return out.join();
    };
    const all = [
      other({}),
      other({ row: 1 }),
      other({ stream: NOISE_STREAM.durations }),
      other({ segment: 1 }),
      other({}, noiseKey(0x0123456789abceden)),
      other({}, noiseKey(0x1123456789abcdefn)),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe(noiseKey.name, () => {
  it('keeps all 64 bits of a seed', () => {
    expect(noiseKey(0xffffffff_00000001n)).toEqual({ low: 1, high: 0xffffffff });
  });
});
