import type { ModelProto } from 'onnx-buf';

import { findSeams } from './analyse.js';
import { buildDecoder } from './build-decoder.js';
import { buildEncoder } from './build-encoder.js';
import { buildFlow } from './build-flow.js';
import { graphOf, UnsupportedModel } from './onnx-graph.js';
import type { VitsPlan } from './plan.js';

/** The parts of a voice's model, and how they run on windows. */
export interface SplitModel {
  readonly encoder: ModelProto;
  readonly flow: ModelProto;
  readonly front: ModelProto;
  readonly back: ModelProto;
  readonly plan: VitsPlan;
}

/**
 * Splits a VITS export so that it can speak before it has finished. With the same noise, on whole
 * sentences and up to the rounding of 2-D kernels, the parts compute what the whole does.
 * Throws `UnsupportedModel`.
 */
export const splitModel = (model: ModelProto): SplitModel => {
  const graph = graphOf(model);
  const seams = findSeams(graph);
  const flow = buildFlow(model, seams);
  const decoder = buildDecoder(model, seams);
  const plan: VitsPlan = {
    channels: channelsOf(model, seams.firstConv.input[1]),
    decoder: decoder.shape,
    flow: flow.shape,
    // Looked for among the inputs only: a voice with one speaker may have a weight of that name.
    speakers: graph.input.some(({ name }) => name === 'sid'),
  };
  return {
    encoder: buildEncoder(model, seams),
    flow: flow.model,
    front: decoder.front,
    back: decoder.back,
    plan,
  };
};

const channelsOf = (model: ModelProto, kernel: string | undefined): number => {
  const weight = graphOf(model).initializer.find(({ name }) => name === kernel);
  if (weight === undefined) throw new UnsupportedModel('the first convolution has no kernel');
  return Number(weight.dims[1]);
};
