import type { ChunkStart, ColumnRange } from '@chorale/speech';

import type { VitsPlan } from './graph/plan.js';
import {
  backWindow,
  flowWindow,
  framesOfFeatures,
  frontWindow,
  type CroppedWindow,
  type Span,
} from './windows.js';

/** Frames that a part of the model is to fill, and the window that gives them. */
export interface FillTask {
  readonly fill: Span;
  readonly window: CroppedWindow;
}

/** Frames of a segment whose latent and whose features are there. */
export interface Filled {
  readonly latent: Span;
  readonly features: Span;
}

/** What one chunk takes. */
export interface DecodePlan {
  /** Fills the latent. */
  readonly flow: readonly FillTask[];
  /** Fills the features; null when those of the chunk are there. */
  readonly front: FillTask | null;
  /** The window of the features that gives the chunk. */
  readonly back: CroppedWindow;
  /** What is there afterwards. */
  readonly filled: Filled;
}

/** Columns of a block, and the rest that joins it rather than being a block of its own. */
interface BlockSize {
  readonly columns: number;
  readonly shortestRest: number;
}

// Every block of the flow costs about 6 ms for the columns on its edges, so blocks are large: but a first chunk
// that is waited for waits for its block, and urgent units of other sentences for any (30 ms for a large one).
const FIRST_AWAITED: BlockSize = { columns: 44, shortestRest: 32 }; // what the first two chunks need
const SECOND_AWAITED: BlockSize = { columns: 64, shortestRest: 192 }; // a rest of one large block is no third one
const LARGE: BlockSize = { columns: 192, shortestRest: 96 };

/** A block of the front costs 1.5 ms for its edges. Features take eight times the memory of the latent. */
const FRONT: BlockSize = { columns: 128, shortestRest: 64 };

/** A segment as it is decoded: how many frames it has, and whether its first sound is waited for. */
export interface DecodedSegment {
  readonly frames: number;
  readonly start: ChunkStart;
}

/** Plans the decoding of `chunk`, when latent and features are there in `filled` (null: nowhere). Pure. */
export const planDecode = (
  plan: VitsPlan,
  segment: DecodedSegment,
  chunk: ColumnRange,
  filled: Filled | null,
): DecodePlan => {
  const { frames } = segment;
  const back = backWindow(plan.decoder, chunk, frames);
  const needed = framesOfFeatures(plan.decoder, back.input);
  const features = filled?.features ?? { from: needed.from, to: needed.from };
  if (filled !== null && needed.to <= features.to) return { flow: [], front: null, back, filled };
  const missing = { from: features.to, to: needed.to };
  const task = { fill: missing, window: frontWindow(plan.decoder, missing, frames) };
  const latent = planFlow(plan, segment, task.window.input, filled?.latent ?? null);
  const front = latent.flow.length > 0 ? task : largerFront(plan, task, latent.filled, frames);
  return {
    flow: latent.flow,
    front,
    back,
    filled: { latent: latent.filled, features: { from: features.from, to: front.fill.to } },
  };
};

/** Fills the latent, block by block, as far as `needed`. */
const planFlow = (
  plan: VitsPlan,
  { frames, start }: DecodedSegment,
  needed: Span,
  filled: Span | null,
): { readonly flow: readonly FillTask[]; readonly filled: Span } => {
  const from = filled?.from ?? needed.from;
  let to = filled?.to ?? from;
  const flow: FillTask[] = [];
  while (to < needed.to) {
    const size = flowSize(start, to - from);
    const fill = { from: to, to: blockEnd(to, size, { needed: needed.to, end: frames }) };
    flow.push({ fill, window: flowWindow(plan.flow, fill, frames) });
    to = fill.to;
  }
  return { flow, filled: { from, to } };
};

/** Blocks grow, as chunks do, where somebody waits for the first of them. */
const flowSize = (start: ChunkStart, filled: number): BlockSize => {
  if (start === 'steady') return LARGE;
  if (filled === 0) return FIRST_AWAITED;
  return filled < SECOND_AWAITED.columns ? SECOND_AWAITED : LARGE;
};

/**
 * Lets the front run ahead of the chunk, as far as the latent is there. A unit that runs the flow is long
 * enough without that, and the first one, which is such a unit, is waited for.
 */
const largerFront = (
  plan: VitsPlan,
  { fill, window }: FillTask,
  latent: Span,
  frames: number,
): FillTask => {
  const ahead = window.input.to - fill.to;
  const end = latent.to === frames ? frames : latent.to - ahead;
  const larger = { from: fill.from, to: blockEnd(fill.from, FRONT, { needed: fill.to, end }) };
  return { fill: larger, window: frontWindow(plan.decoder, larger, frames) };
};

/** Where a block ends that begins at `from`, of what ends at `end`. */
const blockEnd = (
  from: number,
  size: BlockSize,
  { needed, end }: { readonly needed: number; readonly end: number },
): number => {
  const to = Math.max(needed, from + size.columns);
  return end - to < size.shortestRest ? end : to;
};
