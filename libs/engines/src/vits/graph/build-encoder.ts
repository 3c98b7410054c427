import type { ModelProto } from 'onnx-buf';

import type { VitsSeams } from './analyse.js';
import { convolveEachIn2d, isDense } from './convolve-in-2d.js';
import { GraphDraft } from './graph-draft.js';
import { makeNode } from './onnx-graph.js';

/** Names of the encoder's tensors that are not the export's own (`input`, `input_lengths`, `scales`, `sid`). */
export const ENCODER = {
  durationNoise: 'duration_noise',
  /** Frames per id, not rounded, at the length scale of `scales`. */
  durations: 'durations',
  means: 'means',
  /** exp(log deviation): taken here, since JavaScript's exp differs in the last bit. */
  deviations: 'deviations',
} as const;

/** Cuts out the part from text to durations, means and deviations per id. */
export const buildEncoder = (model: ModelProto, seams: VitsSeams): ModelProto => {
  const { durationNoise, durations, means, logDeviations } = seams;
  const draft = GraphDraft.cut(model, {
    inputs: [durationNoise],
    outputs: [durations, means, ENCODER.deviations],
    added: [makeNode('Exp', [logDeviations], [ENCODER.deviations])],
  });
  convolveEachIn2d(draft, isDense);
  return draft.finish(
    new Map([
      [durationNoise, ENCODER.durationNoise],
      [durations, ENCODER.durations],
      [means, ENCODER.means],
    ]),
  );
};
