import type { GraphProto, NodeProto } from 'onnx-buf';

import { GraphView, inputOf, outputOf } from './graph-view.js';
import { UnsupportedModel } from './onnx-graph.js';

/** Where the seams of a VITS export are: tensor names of this model. */
export interface VitsSeams {
  /** Normal noise of the duration predictor, [1, 2, ids]. */
  readonly durationNoise: string;
  /** Frames per id before they are rounded up, [1, 1, ids]. */
  readonly durations: string;
  /** Mean and log deviation of the latent per id, [1, channels, ids]. */
  readonly means: string;
  readonly logDeviations: string;
  /** The drawn latent, [1, channels, frames]: input of the flow. */
  readonly prior: string;
  /** 1 per frame; the flow multiplies with it. */
  readonly mask: string;
  /** Output of the flow, input of the decoder, [1, channels, frames]. */
  readonly latent: string;
  /** First convolution of the decoder. */
  readonly firstConv: NodeProto;
  /** Last non-linearity of the decoder: its output is the sound. */
  readonly tanh: NodeProto;
}

/**
 * Finds the seams by what the operations are, never by their names: exporters name them differently.
 * Throws `UnsupportedModel`.
 */
export const findSeams = (graph: GraphProto): VitsSeams => {
  const view = new GraphView(graph.node);
  const ceil = onlyCeil(view);
  const noise = noiseNodes(view, ceil);
  const firstConv = findFirstConv(view, noise.latent);
  const latent = inputOf(firstConv, 0);
  return {
    durationNoise: outputOf(noise.durations),
    durations: inputOf(ceil, 0),
    ...latentDraw(view, noise.latent),
    mask: maskOf(view, latent),
    latent,
    firstConv,
    tanh: findTanh(view, graph),
  };
};

const onlyCeil = (view: GraphView): NodeProto => {
  const [ceil, ...others] = view.ofType('Ceil');
  if (ceil === undefined || others.length > 0)
    throw new UnsupportedModel(`expected one Ceil, found ${view.ofType('Ceil').length}`);
  return ceil;
};

/** Both draws of noise: that of the latent has the shape of the rounded durations, the other comes before. */
const noiseNodes = (view: GraphView, ceil: NodeProto) => {
  const draws = view.ofType('RandomNormalLike');
  const latent = draws.find((node) => view.dependsOn(inputOf(node, 0), ceil));
  const durations = draws.find((node) => node !== latent);
  if (draws.length !== 2 || latent === undefined || durations === undefined)
    throw new UnsupportedModel(`expected two draws of noise, found ${draws.length}`);
  return { latent, durations };
};

/** Latent = mean + noise · exp(log deviation) · scale, where both are spread over the frames by a MatMul. */
const latentDraw = (view: GraphView, noise: NodeProto) => {
  const deviated = view.readerOf(outputOf(noise));
  const scaled = view.readerOf(outputOf(deviated));
  const drawn = view.readerOf(outputOf(scaled));
  const exp = view.producerOfType(otherInput(deviated, outputOf(noise)), 'Exp');
  return {
    means: perId(view, otherInput(drawn, outputOf(scaled))),
    logDeviations: perId(view, inputOf(exp, 0)),
    prior: outputOf(drawn),
  };
};

/** What was spread over the frames: Transpose(MatMul(path, Transpose(THIS))). */
const perId = (view: GraphView, perFrame: string): string => {
  const matMul = view.producerOfType(
    inputOf(view.producerOfType(perFrame, 'Transpose'), 0),
    'MatMul',
  );
  return inputOf(view.producerOfType(inputOf(matMul, 1), 'Transpose'), 0);
};

const otherInput = (node: NodeProto, not: string): string => {
  const other = node.input.find((input) => input !== not);
  if (other === undefined) throw new UnsupportedModel(`${node.opType} has only one input`);
  return other;
};

/** Walks from the first upsampler back over activations and, with several speakers, the speaker's bias. */
const findFirstConv = (view: GraphView, latentNoise: NodeProto): NodeProto => {
  const [upsampler] = view.ofType('ConvTranspose');
  if (upsampler === undefined) throw new UnsupportedModel('the decoder has no ConvTranspose');
  let node = view.producerOf(inputOf(upsampler, 0));
  while (node !== undefined && node.opType !== 'Conv') {
    const spoken = node.input.find((input) => view.dependsOn(input, latentNoise));
    node = spoken === undefined ? undefined : view.producerOf(spoken);
  }
  if (node === undefined) throw new UnsupportedModel('the decoder has no first convolution');
  return node;
};

const maskOf = (view: GraphView, latent: string): string => {
  const masked = view.producerOfType(latent, 'Mul');
  const mask = masked.input.find((input) => view.producerOf(input)?.opType === 'Cast');
  if (mask === undefined) throw new UnsupportedModel('the latent is not masked');
  return mask;
};

const findTanh = (view: GraphView, graph: GraphProto): NodeProto => {
  let node = view.producerOf(graph.output[0]?.name ?? '');
  while (node !== undefined && node.opType !== 'Tanh') node = view.producerOf(inputOf(node, 0));
  if (node === undefined) throw new UnsupportedModel('the model does not end in Tanh');
  return node;
};
