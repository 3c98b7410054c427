import type { ColumnRange } from '@chorale/speech';

import type { VitsPlan } from './graph/plan.js';
import type { FlowTask } from './inference/messages.js';
import {
  decoderWindow,
  FEWEST_COLUMNS,
  flowWindow,
  type CroppedWindow,
  type Span,
} from './windows.js';

/** What one chunk takes. */
export interface DecodePlan {
  readonly flow: readonly FlowTask[];
  readonly window: CroppedWindow;
  /** What of the latent is there afterwards. */
  readonly filled: Span;
}

// Every block after the first costs about 9 ms for the columns on its edges, so blocks are large: but the
// first chunk waits for the first block, and urgent units of other sentences for any (30 ms for this one).
const LATER_BLOCK = 192;
/** A rest that is shorter joins the block before it: a block of its own would cost as much. */
const SHORTEST_REST = { afterFirst: 32, afterLater: 64 } as const;

/** Plans the decoding of `chunk`, when the latent is there in `filled` (null: nowhere). Pure. */
export const planDecode = (
  plan: VitsPlan,
  frames: number,
  chunk: ColumnRange,
  filled: Span | null,
): DecodePlan => {
  const window = decoderWindow(plan.decoder, chunk, frames);
  const from = filled?.from ?? window.input.from;
  let to = filled?.to ?? from;
  const flow: FlowTask[] = [];
  while (to < window.input.to) {
    const fill = {
      from: to,
      to: blockEnd(to, { first: to === from, frames, needed: window.input.to }),
    };
    flow.push({ fill, window: flowWindow(plan.flow, fill, frames) });
    to = fill.to;
  }
  return { flow, window, filled: { from, to } };
};

/** Where a block of the flow ends that begins at `from`. */
const blockEnd = (
  from: number,
  where: { readonly first: boolean; readonly frames: number; readonly needed: number },
): number => {
  const [size, rest] = where.first
    ? [FEWEST_COLUMNS, SHORTEST_REST.afterFirst]
    : [LATER_BLOCK, SHORTEST_REST.afterLater];
  const end = Math.max(where.needed, from + size);
  return where.frames - end < rest ? where.frames : end;
};
