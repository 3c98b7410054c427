import { describe, expect, it } from '@jest/globals';

import { noiseKey } from '../noise.js';
import { drawPrior } from './draw-prior.js';

const CHANNELS = 4;
const IDS = 2;
const draw = (noiseScale: number) => ({
  memory: {
    channels: CHANNELS,
    ids: IDS,
    frames: 6,
    means: Float32Array.from({ length: CHANNELS * IDS }, (_, index) => index),
    deviations: new Float32Array(CHANNELS * IDS).fill(0.5),
    idOfFrame: Uint16Array.of(0, 0, 0, 1, 1, 1),
    latent: new Float32Array(CHANNELS * 6),
  },
  noise: { key: noiseKey(9n), segment: 1 },
  noiseScale,
});

describe(drawPrior.name, () => {
  it('is the mean of each frame’s id when there is no noise', () => {
    expect([...drawPrior(draw(0), { from: 2, to: 4 })]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('draws a frame the same in every window', () => {
    const whole = drawPrior(draw(0.7), { from: 0, to: 6 });
    const part = drawPrior(draw(0.7), { from: 3, to: 5 });
    for (let channel = 0; channel < CHANNELS; channel++)
      for (const frame of [3, 4])
        expect(part[channel * 2 + frame - 3]).toBe(whole[channel * 6 + frame]);
  });
});
