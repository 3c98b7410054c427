import type { ChunkStart, ColumnRange } from '@chorale/speech';

import type { VitsPlan } from './graph/plan.js';
import type { FlowTask } from './inference/messages.js';
import { decoderWindow, flowWindow, type DecoderWindow, type Span } from './windows.js';

/** What one chunk takes. */
export interface DecodePlan {
  readonly flow: readonly FlowTask[];
  readonly window: DecoderWindow;
  /** What of the latent is there afterwards. */
  readonly filled: Span;
}

/** Columns of a block of the flow, and the rest that joins it rather than being a block of its own. */
interface BlockSize {
  readonly columns: number;
  readonly shortestRest: number;
}

// Every block costs about 6 ms for the columns on its edges, so blocks are large: but a first chunk that is
// waited for waits for its block, and urgent units of other sentences for any (30 ms for a large one).
const FIRST_AWAITED: BlockSize = { columns: 44, shortestRest: 32 }; // what the first two chunks need
const SECOND_AWAITED: BlockSize = { columns: 64, shortestRest: 32 };
const LARGE: BlockSize = { columns: 192, shortestRest: 96 };

/** A segment as it is decoded: how many frames it has, and whether its first sound is waited for. */
export interface DecodedSegment {
  readonly frames: number;
  readonly start: ChunkStart;
}

/** Plans the decoding of `chunk`, when the latent is there in `filled` (null: nowhere). Pure. */
export const planDecode = (
  plan: VitsPlan,
  { frames, start }: DecodedSegment,
  chunk: ColumnRange,
  filled: Span | null,
): DecodePlan => {
  const window = decoderWindow(plan.decoder, chunk, frames);
  const from = filled?.from ?? window.needed.from;
  let to = filled?.to ?? from;
  const flow: FlowTask[] = [];
  while (to < window.needed.to) {
    const size = sizeOf(start, to - from);
    const fill = { from: to, to: blockEnd(to, { size, frames, needed: window.needed.to }) };
    flow.push({ fill, window: flowWindow(plan.flow, fill, frames) });
    to = fill.to;
  }
  return { flow, window, filled: { from, to } };
};

/** Blocks grow, as chunks do, where somebody waits for the first of them. */
const sizeOf = (start: ChunkStart, filled: number): BlockSize => {
  if (start === 'steady') return LARGE;
  if (filled === 0) return FIRST_AWAITED;
  return filled < SECOND_AWAITED.columns ? SECOND_AWAITED : LARGE;
};

/** Where a block of the flow ends that begins at `from`. */
const blockEnd = (
  from: number,
  where: { readonly size: BlockSize; readonly frames: number; readonly needed: number },
): number => {
  const end = Math.max(where.needed, from + where.size.columns);
  return where.frames - end < where.size.shortestRest ? where.frames : end;
};
