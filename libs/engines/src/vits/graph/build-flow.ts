import type { ModelProto, NodeProto } from 'onnx-buf';

import type { VitsSeams } from './analyse.js';
import { convolveIn2d, lower } from './convolve-in-2d.js';
import { addCrops, croppedName } from './crop.js';
import { chainedHalo } from './decoder-stages.js';
import { GraphDraft } from './graph-draft.js';
import { inputOf, outputOf, type GraphView } from './graph-view.js';
import { UnsupportedModel } from './onnx-graph.js';
import type { FlowShape } from './plan.js';

/** Names of the flow's tensors. */
export const FLOW = { prior: 'prior', latent: 'latent' } as const;

/** Cuts out the part from the drawn latent to the one that is decoded, croppable after each coupling. */
export const buildFlow = (
  model: ModelProto,
  seams: VitsSeams,
): { readonly model: ModelProto; readonly shape: FlowShape } => {
  const { prior, mask, latent } = seams;
  const draft = GraphDraft.cut(model, { inputs: [prior, mask], outputs: [latent] });
  const couplings = draft.view().ofType('Concat').map(outputOf);
  if (couplings.length === 0) throw new UnsupportedModel('the flow has no couplings');
  const shape = {
    couplings: couplings.length,
    halo: chainedHalo(draft.nodes.filter(({ opType }) => opType === 'Conv')) / couplings.length,
  };
  const last = skipIdentities(draft, mask, latent);
  draft.rewrite((node) => (node.output.includes(latent) ? [] : [node]));
  addCrops(draft, couplings);
  convolveIn2d(draft, prior);
  draft.add(lower(draft, couplings.includes(last) ? croppedName(last) : last, latent));
  const names = new Map([
    [prior, FLOW.prior],
    [latent, FLOW.latent],
  ]);
  return { model: draft.finish(names), shape };
};

/**
 * Bypasses what changes nothing in a window without padding: x·mask, x + 0 and x·exp(−0). They are
 * made from the shape of the whole, which a window does not have. Returns what `result` then is.
 */
const skipIdentities = (draft: GraphDraft, mask: string, result: string): string => {
  const view = draft.view();
  const aliases = new Map<string, string>();
  for (const node of draft.nodes) {
    const same = passedThrough(view, node, mask);
    if (same !== null) aliases.set(outputOf(node), same);
  }
  const resolve = (tensor: string): string => {
    const alias = aliases.get(tensor);
    return alias === undefined ? tensor : resolve(alias);
  };
  for (const tensor of aliases.keys()) draft.rewire(tensor, resolve(tensor));
  return resolve(result);
};

/** The input that a node gives out unchanged, or null. */
const passedThrough = (view: GraphView, node: NodeProto, mask: string): string | null => {
  const isNeutral = (input: string): boolean => {
    if (node.opType === 'Add') return isZero(view, input);
    return node.opType === 'Mul' && (input === mask || isExpOfZero(view, input));
  };
  return node.input.some(isNeutral)
    ? (node.input.find((input) => !isNeutral(input)) ?? null)
    : null;
};

const isZero = (view: GraphView, tensor: string): boolean =>
  view.producerOf(tensor)?.opType === 'ConstantOfShape';

const isExpOfZero = (view: GraphView, tensor: string): boolean => {
  const exp = view.producerOf(tensor);
  if (exp?.opType !== 'Exp') return false;
  const negated = view.producerOf(inputOf(exp, 0));
  return negated?.opType === 'Neg' && isZero(view, inputOf(negated, 0));
};
