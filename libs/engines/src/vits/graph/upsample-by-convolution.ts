import type { NodeProto } from 'onnx-buf';

import type { GraphDraft } from './graph-draft.js';
import { inputOf, outputOf } from './graph-view.js';
import {
  floatsIn,
  floatTensor,
  integers,
  integersAttribute,
  makeNode,
  UnsupportedModel,
} from './onnx-graph.js';

/**
 * Turns each transposed convolution into a convolution with one channel per phase, whose phases are
 * then put side by side. ONNX Runtime makes a matrix product of the former, and blocks it in another way, with
 * other last bits, when there are few columns; the kernels of the latter give the same bits at any
 * width, and cost less. For nodes of [batch, channels, 1, columns].
 *
 * What comes out begins `pads` columns before what the transposed convolution gave, and ends no earlier
 * than as many behind it: it must be cropped.
 */
export const upsampleByConvolution = (draft: GraphDraft): void => {
  draft.rewrite((node) =>
    node.opType === 'ConvTranspose' ? phasesSideBySide(draft, node) : [node],
  );
};

/** Column stride·j + phase is the sum over taps t of x[j − t] · kernel[phase + stride·t]. */
const phasesSideBySide = (draft: GraphDraft, node: NodeProto): readonly NodeProto[] => {
  refuseUnusual(node);
  const shape = shapeOf(draft, node);
  const { outChannels, stride } = shape;
  const output = outputOf(node);
  const named = (part: string): string => `${output} ${part}`;
  const apart = draft.constant(named('apart'), [0, outChannels, stride, -1]);
  const joined = draft.constant(named('joined'), [0, outChannels, 1, -1]);
  const turn = makeNode('Transpose', [named('by phase')], [named('by column')]);
  turn.attribute = [integersAttribute('perm', [0, 1, 3, 2])];
  return [
    phaseConvolution(draft, node, shape, named('phases')),
    makeNode('Reshape', [named('phases'), apart], [named('by phase')]),
    turn,
    makeNode('Reshape', [named('by column'), joined], [output]),
  ];
};

const refuseUnusual = (node: NodeProto): void => {
  const groups = node.attribute.find(({ name }) => name === 'group')?.i ?? 1n;
  if (groups !== 1n || integers(node, 'dilations').some((dilation) => dilation > 1))
    throw new UnsupportedModel(`${node.name} upsamples in groups, or with gaps`);
};

interface UpsamplerShape {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: number;
  readonly stride: number;
  /** Input columns that decide an output column. */
  readonly taps: number;
}

const shapeOf = (draft: GraphDraft, node: NodeProto): UpsamplerShape => {
  const dims = draft.weight(inputOf(node, 1))?.dims.map(Number) ?? [];
  const [inChannels = 0, outChannels = 0, , kernel = 0] = dims;
  const stride = integers(node, 'strides').at(-1) ?? 1;
  return { inChannels, outChannels, kernel, stride, taps: Math.ceil(kernel / stride) };
};

/** Gives all phases of a column, [batch, channels · stride, 1, columns + taps − 1]. */
const phaseConvolution = (
  draft: GraphDraft,
  node: NodeProto,
  shape: UpsamplerShape,
  output: string,
): NodeProto => {
  const { inChannels, outChannels, stride, taps } = shape;
  const [kernel, bias] = [`${output} kernel`, `${output} bias`];
  const dims = [outChannels * stride, inChannels, 1, taps];
  draft.setWeight(floatTensor(kernel, dims, phaseKernel(floatsOf(draft, node, 1), shape)));
  const biases = floatsOf(draft, node, 2);
  const spread = Float32Array.from(
    { length: outChannels * stride },
    (_, row) => biases[Math.floor(row / stride)] ?? 0,
  );
  draft.setWeight(floatTensor(bias, [spread.length], spread));
  const conv = makeNode('Conv', [inputOf(node, 0), kernel, bias], [output]);
  conv.attribute = [
    integersAttribute('kernel_shape', [1, taps]),
    integersAttribute('pads', [0, taps - 1, 0, taps - 1]),
  ];
  return conv;
};

/** [in, out, 1, kernel] as [out · stride, in, 1, taps]; the last tap reads the column itself, those before it earlier ones. */
const phaseKernel = (weights: Float32Array, shape: UpsamplerShape): Float32Array<ArrayBuffer> => {
  const { inChannels, outChannels, kernel, stride, taps } = shape;
  const phases = new Float32Array(outChannels * stride * inChannels * taps);
  for (let at = 0; at < phases.length; at++) {
    const tap = taps - 1 - (at % taps);
    const into = Math.floor(at / taps) % inChannels;
    const row = Math.floor(at / (taps * inChannels));
    const element = (row % stride) + stride * tap;
    const out = Math.floor(row / stride);
    // A kernel that is no multiple of the stride lacks the last elements of some phases.
    const found = element < kernel ? weights[(into * outChannels + out) * kernel + element] : 0;
    phases[at] = found ?? 0;
  }
  return phases;
};

/** The numbers of a node's constant input; none when it has no such input. */
const floatsOf = (draft: GraphDraft, node: NodeProto, index: number): Float32Array => {
  const tensor = draft.weight(node.input[index] ?? '');
  return tensor === undefined ? new Float32Array() : floatsIn(tensor);
};
