import type { GraphDraft } from './graph-draft.js';
import { ELEMENT, makeNode } from './onnx-graph.js';

/** Axis of the columns in [batch, channels, 1, columns]. */
const COLUMN_AXIS = 3;

/** Inputs that say which columns of each stage to keep: int64, one number per stage. */
export const CROP_STARTS = 'starts';
export const CROP_ENDS = 'ends';

/** The name of a tensor behind its crop. */
export const croppedName = (tensor: string): string => `${tensor} cropped`;

/**
 * Lets each of `tensors` be cropped before anything reads it, by its own entry of the new inputs
 * `starts` and `ends`: a window can then shrink, stage by stage, to what later stages need.
 */
export const addCrops = (draft: GraphDraft, tensors: readonly string[]): void => {
  const axis = draft.constant('crop axis', [COLUMN_AXIS]);
  const starts = splitInput(draft, CROP_STARTS, tensors.length);
  const ends = splitInput(draft, CROP_ENDS, tensors.length);
  for (const [index, tensor] of tensors.entries()) {
    draft.rewire(tensor, croppedName(tensor));
    const inputs = [tensor, `${starts} ${index}`, `${ends} ${index}`, axis];
    draft.add(makeNode('Slice', inputs, [croppedName(tensor)]));
  }
};

/** Adds a list of int64 as input, and takes it apart into `<name> 0`, `<name> 1`, …. */
const splitInput = (draft: GraphDraft, name: string, count: number): string => {
  const sizes = draft.constant(
    'crop sizes',
    Array.from({ length: count }, () => 1),
  );
  const parts = Array.from({ length: count }, (_, index) => `${name} ${index}`);
  draft.add(makeNode('Split', [draft.addInput(name, ELEMENT.int64), sizes], parts));
  return name;
};
