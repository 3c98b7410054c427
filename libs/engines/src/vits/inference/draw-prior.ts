import { fillNormals, NOISE_STREAM } from '../noise.js';
import type { Span } from '../windows.js';
import type { DecodeCommand } from './messages.js';

type Draw = Pick<DecodeCommand, 'memory' | 'noise' | 'noiseScale'>;

/**
 * Draws a window of the latent, [channels, columns]: mean + noise · deviation · scale of the id that
 * each frame belongs to. Each step is rounded to float32, as the unsplit model does it.
 */
export const drawPrior = (draw: Draw, { from, to }: Span): Float32Array => {
  const { memory, noise, noiseScale } = draw;
  const { channels, ids, means, deviations } = memory;
  const columns = to - from;
  const prior = new Float32Array(channels * columns);
  const normals = new Float32Array(channels);
  const scale = Math.fround(noiseScale);
  for (let frame = from; frame < to; frame++) {
    const at = { stream: NOISE_STREAM.latent, segment: noise.segment, row: frame };
    fillNormals(normals, noise.key, at);
    const id = memory.idOfFrame[frame] ?? 0;
    for (let channel = 0; channel < channels; channel++) {
      const deviated = Math.fround((normals[channel] ?? 0) * (deviations[channel * ids + id] ?? 0));
      const mean = means[channel * ids + id] ?? 0;
      prior[channel * columns + frame - from] = mean + Math.fround(deviated * scale);
    }
  }
  return prior;
};
