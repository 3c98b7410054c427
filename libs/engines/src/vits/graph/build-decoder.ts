import type { ModelProto } from 'onnx-buf';

import type { VitsSeams } from './analyse.js';
import { convolveIn2d } from './convolve-in-2d.js';
import { addCrops, croppedName } from './crop.js';
import { decoderStages, type PlacedStage } from './decoder-stages.js';
import { GraphDraft } from './graph-draft.js';
import { outputOf } from './graph-view.js';
import { UnsupportedModel } from './onnx-graph.js';
import type { DecoderShape } from './plan.js';
import { upsampleByConvolution } from './upsample-by-convolution.js';

/** Names of the tensors of the decoder's two parts: the front ends in the features, the back begins there. */
export const DECODER = { latent: 'latent', features: 'features', sound: 'sound' } as const;

/** The first convolution, the first upsampler, and its residual blocks. */
const FRONT_STAGES = 3;

/** The decoder's two parts, and how they run on windows. */
export interface BuiltDecoder {
  readonly front: ModelProto;
  readonly back: ModelProto;
  readonly shape: DecoderShape;
}

/** Cuts out the part from the latent to the sound, in two, both croppable after each stage. */
export const buildDecoder = (model: ModelProto, seams: VitsSeams): BuiltDecoder => {
  const { latent, tanh } = seams;
  const whole = GraphDraft.cut(model, { inputs: [latent], outputs: [outputOf(tanh)] });
  const stages = decoderStages(whole.view(), seams);
  const front = stages.slice(0, FRONT_STAGES);
  const back = stages.slice(FRONT_STAGES);
  const [sound, features] = [lastOf(back), lastOf(front)];
  return {
    front: buildPart(model, front, [latent, DECODER.latent], [features, DECODER.features]),
    back: buildPart(model, back, [features, DECODER.features], [sound, DECODER.sound]),
    shape: {
      front: front.map(({ stage }) => stage),
      featureChannels: upsampledChannels(whole),
      back: back.map(({ stage }) => stage),
    },
  };
};

const lastOf = (stages: readonly PlacedStage[]): string => {
  const last = stages.at(-1);
  if (last === undefined) throw new UnsupportedModel('the decoder ends before its sound');
  return last.output;
};

/** A tensor of the export, and its name in the part. */
type Renamed = readonly [tensor: string, name: string];

const buildPart = (
  model: ModelProto,
  stages: readonly PlacedStage[],
  [input, inputName]: Renamed,
  [output, outputName]: Renamed,
): ModelProto => {
  const draft = GraphDraft.cut(model, { inputs: [input], outputs: [output] });
  addCrops(
    draft,
    stages.map((stage) => stage.output),
  );
  convolveIn2d(draft, input);
  upsampleByConvolution(draft);
  draft.endIn(croppedName(output));
  return draft.finish(
    new Map([
      [input, inputName],
      [croppedName(output), outputName],
    ]),
  );
};

/** Channels behind the first upsampler; its kernel is [in, out, columns]. */
const upsampledChannels = (decoder: GraphDraft): number => {
  const [upsampler] = decoder.view().ofType('ConvTranspose');
  const kernel = decoder.weight(upsampler?.input[1] ?? '');
  if (kernel === undefined)
    throw new UnsupportedModel('the first upsampler has no constant kernel');
  return Number(kernel.dims[1]);
};
