import type { ModelProto } from 'onnx-buf';

import type { VitsSeams } from './analyse.js';
import { convolveIn2d } from './convolve-in-2d.js';
import { addCrops, croppedName } from './crop.js';
import { decoderStages } from './decoder-stages.js';
import { GraphDraft } from './graph-draft.js';
import { outputOf } from './graph-view.js';
import type { DecoderStage } from './plan.js';

/** Names of the decoder's tensors. */
export const DECODER = { latent: 'latent', sound: 'sound' } as const;

/** Cuts out the part from the latent to the sound, croppable after each stage. */
export const buildDecoder = (
  model: ModelProto,
  seams: VitsSeams,
): { readonly model: ModelProto; readonly stages: readonly DecoderStage[] } => {
  const { latent, tanh } = seams;
  const sound = croppedName(outputOf(tanh));
  const draft = GraphDraft.cut(model, { inputs: [latent], outputs: [outputOf(tanh)] });
  const stages = decoderStages(draft.view(), seams);
  addCrops(
    draft,
    stages.map(({ output }) => output),
  );
  convolveIn2d(draft, latent);
  draft.endIn(sound);
  const names = new Map([
    [latent, DECODER.latent],
    [sound, DECODER.sound],
  ]);
  return { model: draft.finish(names), stages: stages.map(({ stage }) => stage) };
};
