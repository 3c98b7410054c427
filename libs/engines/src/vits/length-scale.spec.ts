import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { lengthScaleFor, MAX_SPEED, MIN_SPEED, reachableSpeed } from './length-scale.js';
import { wholeFrames } from './segment-layout.js';

const framesAt = (durations: Float32Array, scale: number): number =>
  wholeFrames(durations, scale).reduce((sum, frames) => sum + frames, 0);

const speech = fc
  .array(fc.float({ min: Math.fround(0.2), max: 12, noNaN: true }), {
    minLength: 40,
    maxLength: 250,
  })
  .map((durations) => Float32Array.from(durations));

describe(lengthScaleFor.name, () => {
  it('is the voice’s own pace at speed 1', () => {
    expect(lengthScaleFor(Float32Array.of(1.5, 2.5), 1.1, 1)).toBe(1.1);
  });

  it('finds the duration that was asked for, although ids last whole frames', () => {
    const speed = fc.double({ min: MIN_SPEED, max: MAX_SPEED, noNaN: true });
    fc.assert(
      fc.property(speech, speed, (durations, wanted) => {
        const goal = Math.max(framesAt(durations, 1) / wanted, durations.length);
        const frames = framesAt(durations, lengthScaleFor(durations, 1, wanted));
        expect(frames).toBeGreaterThanOrEqual(Math.floor(goal));
        // Equal durations are rounded up together; these are all different.
        expect(frames).toBeLessThanOrEqual(goal * 1.05 + 1);
      }),
    );
  });

  it('stops where every id lasts one frame', () => {
    const durations = new Float32Array(50).fill(0.5);
    expect(framesAt(durations, lengthScaleFor(durations, 1, 1.5))).toBe(50);
  });
});

describe(reachableSpeed.name, () => {
  it.each([
    [0.25, 0.5],
    [1, 1],
    [4, 1.5],
  ])('makes %d to %d', (asked, made) => {
    expect(reachableSpeed(asked)).toBe(made);
  });
});
