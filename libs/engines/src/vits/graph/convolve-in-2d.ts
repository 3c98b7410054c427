import type { AttributeProto, NodeProto } from 'onnx-buf';

import type { GraphDraft } from './graph-draft.js';
import { inDependencyOrder, inputOf, outputOf } from './graph-view.js';
import { integers, makeNode, reshaped, UnsupportedModel, withIntegers } from './onnx-graph.js';

// ONNX Runtime has its fast, blocked kernels for two-dimensional convolutions only. So 1-D ones become
// 1×k, and tensors get a height of 1 before the columns.
const HEIGHT_AXIS = 2;

/** Runs everything behind the input `tensor` on [batch, channels, 1, columns] instead of [batch, channels, columns]. */
export const convolveIn2d = (draft: GraphDraft, tensor: string): void => {
  const raised = new Set([raisedName(tensor)]);
  draft.rewire(tensor, raisedName(tensor));
  for (const node of inDependencyOrder(draft.nodes)) {
    const convolves = isConvolution(node);
    if (convolves) widen(draft, node);
    if (convolves && !raised.has(inputOf(node, 0))) raiseInput(draft, node);
    if (convolves || node.input.some((input) => raised.has(input)))
      node.output.forEach((output) => raised.add(output));
  }
  draft.add(raise(draft, tensor));
};

/** Runs single convolutions in 2-D, between a node that adds the height and one that removes it. */
export const convolveEachIn2d = (draft: GraphDraft, chosen: (node: NodeProto) => boolean): void => {
  for (const node of draft.nodes.filter(chosen)) {
    const output = outputOf(node);
    widen(draft, node);
    raiseInput(draft, node);
    node.output = [raisedName(output)];
    draft.add(lower(draft, raisedName(output), output));
  }
};

/** Removes the height that 2-D convolutions need. */
export const lower = (draft: GraphDraft, raised: string, lowered: string): NodeProto =>
  makeNode('Squeeze', [raised, heightAxis(draft)], [lowered]);

const raisedName = (tensor: string): string => `${tensor} raised`;

const raise = (draft: GraphDraft, tensor: string): NodeProto =>
  makeNode('Unsqueeze', [tensor, heightAxis(draft)], [raisedName(tensor)]);

const heightAxis = (draft: GraphDraft): string => draft.constant('height axis', [HEIGHT_AXIS]);

const raiseInput = (draft: GraphDraft, node: NodeProto): void => {
  const input = inputOf(node, 0);
  if (!draft.nodes.some(({ output }) => output.includes(raisedName(input))))
    draft.add(raise(draft, input));
  node.input = [raisedName(input), ...node.input.slice(1)];
};

const isConvolution = ({ opType }: NodeProto): boolean =>
  opType === 'Conv' || opType === 'ConvTranspose';

/** Makes the kernel of a convolution 1×k. */
const widen = (draft: GraphDraft, conv: NodeProto): void => {
  const weight = draft.weight(inputOf(conv, 1));
  if (weight === undefined) throw new UnsupportedModel(`${conv.name} has no constant kernel`);
  if (weight.dims.length === 3) {
    const [out = 1n, into = 1n, length = 1n] = weight.dims;
    draft.setWeight(reshaped(weight, [out, into, 1n, length]));
  }
  conv.attribute = conv.attribute.map(widened);
};

const widened = (attribute: AttributeProto): AttributeProto => {
  const [first = 0n, second = 0n] = attribute.ints;
  switch (attribute.name) {
    case 'kernel_shape':
    case 'dilations':
    case 'strides':
      return withIntegers(attribute, [1n, first]);
    case 'pads':
      return withIntegers(attribute, [0n, first, 0n, second]);
    case 'output_padding':
      return withIntegers(attribute, [0n, first]);
    default:
      return attribute;
  }
};

/** True for a convolution over neighbours that mixes channels: those that gain from 2-D kernels. */
export const isDense = (node: NodeProto): boolean =>
  node.opType === 'Conv' &&
  (integers(node, 'kernel_shape')[0] ?? 1) > 1 &&
  (node.attribute.find(({ name }) => name === 'group')?.i ?? 1n) === 1n;
