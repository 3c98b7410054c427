import { join } from 'node:path';

import type { VitsEngine } from '@chorale/engines';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { InferenceSession, Tensor } from 'onnxruntime-node';

import { speak, startEngine, VOICE, VOICES_DIR } from './engine-under-test.js';

jest.setTimeout(60_000);

const FRAME = 256;
const NO_NOISE = { speed: 1, noiseScale: 0, noiseWidth: 0 };

/** Ids of "Hello world.": start, each phoneme with padding behind it, end. */
const HELLO_WORLD = [
  1, 0, 20, 0, 59, 0, 24, 0, 120, 0, 27, 0, 100, 0, 3, 0, 35, 0, 120, 0, 62, 0, 122, 0, 24, 0, 17,
  0, 10, 0, 2,
];

/** The difference at the best of all frames where `part` could begin in `whole`. */
const smallestDifference = (part: Float32Array, whole: Float32Array): number => {
  let smallest = Infinity;
  for (let at = 0; at + part.length <= whole.length; at += FRAME)
    smallest = Math.min(smallest, largestDifference(part, whole.subarray(at)));
  return smallest;
};

const largestDifference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((largest, sample, index) => Math.max(largest, Math.abs(sample - (b[index] ?? 0))), 0);

describe('a split model', () => {
  let engine: VitsEngine;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine.close());

  const unsplit = async (ids: readonly number[]): Promise<Float32Array> => {
    const session = await InferenceSession.create(join(VOICES_DIR, `${VOICE}.onnx`), {
      intraOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    const { output } = await session.run({
      input: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      input_lengths: new Tensor('int64', BigInt64Array.of(BigInt(ids.length)), [1]),
      scales: new Tensor('float32', Float32Array.of(0, 1, 0), [3]),
    });
    if (!(output?.data instanceof Float32Array)) throw new Error('the model gave no sound');
    return output.data;
  };

  it('gives what the unsplit model gives, without the silence around it', async () => {
    const whole = await unsplit(HELLO_WORLD);
    const { samples } = await speak(engine, { text: 'Hello world.', style: NO_NOISE });
    expect(whole.length - samples.length).toBeGreaterThan(0);
    expect(whole.length - samples.length).toBeLessThan(22_050 / 2);
    // 2-D kernels add in another order than the 1-D ones of the original.
    expect(smallestDifference(samples, whole)).toBeLessThan(1e-3);
  });
});
