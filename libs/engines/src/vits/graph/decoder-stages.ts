import type { NodeProto } from 'onnx-buf';

import type { VitsSeams } from './analyse.js';
import { inputOf, outputOf, type GraphView } from './graph-view.js';
import { integers, UnsupportedModel } from './onnx-graph.js';
import type { DecoderStage } from './plan.js';

/** A stage and the tensor that it ends in. */
export interface PlacedStage {
  readonly stage: DecoderStage;
  readonly output: string;
}

/**
 * Cuts the decoder into stages: the first convolution, then (upsampler, residual blocks) for each
 * rate, then the last convolution with its Tanh.
 */
export const decoderStages = (view: GraphView, seams: VitsSeams): readonly PlacedStage[] => {
  const upsamplers = view.ofType('ConvTranspose');
  const last = view.producerOfType(inputOf(seams.tanh, 0), 'Conv');
  const first: PlacedStage = {
    stage: convStage(seams.firstConv),
    output: outputOf(seams.firstConv),
  };
  const rates = upsamplers.flatMap((upsampler, index) =>
    rateStages(view, upsampler, upsamplers[index + 1] ?? last),
  );
  return [first, ...rates, { stage: convStage(last), output: outputOf(seams.tanh) }];
};

/** An upsampler and the residual blocks behind it, up to the activation before `next`. */
const rateStages = (
  view: GraphView,
  upsampler: NodeProto,
  next: NodeProto,
): readonly PlacedStage[] => {
  const activation = view.producerOf(inputOf(next, 0));
  if (activation === undefined) throw new UnsupportedModel('an upsampler has no activation');
  const output = inputOf(activation, 0);
  const halo = haloBetween(view, outputOf(upsampler), output);
  return [
    { stage: upStage(upsampler), output: outputOf(upsampler) },
    { stage: { kind: 'conv', halo }, output },
  ];
};

const convStage = (conv: NodeProto): DecoderStage => ({ kind: 'conv', halo: padOf(conv) });

const upStage = (node: NodeProto): DecoderStage => ({
  kind: 'up',
  stride: integers(node, 'strides')[0] ?? 1,
  kernel: integers(node, 'kernel_shape')[0] ?? 1,
  pad: padOf(node),
});

/** Columns added on each side; "same" convolutions lose as many where a window ends. */
const padOf = (conv: NodeProto): number => {
  const [left = 0, right = left] = integers(conv, 'pads');
  if (left !== right) throw new UnsupportedModel(`${conv.name} is padded unevenly`);
  return left;
};

/** Columns on each side of `from` that decide one column of `to`: the widest path counts. */
const haloBetween = (view: GraphView, from: string, to: string): number => {
  const known = new Map<string, number>([[from, 0]]);
  const haloOf = (tensor: string): number => {
    const found = known.get(tensor);
    if (found !== undefined) return found;
    const node = view.producerOf(tensor);
    const halo = node === undefined ? -Infinity : widest(node) + ownHalo(node);
    known.set(tensor, halo);
    return halo;
  };
  const widest = (node: NodeProto): number => Math.max(...node.input.map(haloOf));
  return haloOf(to);
};

const ownHalo = (node: NodeProto): number => (node.opType === 'Conv' ? padOf(node) : 0);

/** Columns on each side that decide one column, through all convolutions of a chain. */
export const chainedHalo = (convs: readonly NodeProto[]): number =>
  convs.reduce((halo, conv) => halo + padOf(conv), 0);
