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

// Larger blocks waste less on their edges (134 ms per 855 frames against 194 with 64), but the first
// chunk waits for the first block.
const LATER_BLOCK = 128;

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
    const block = to === from ? FEWEST_COLUMNS : LATER_BLOCK;
    const fill = { from: to, to: Math.min(frames, Math.max(window.input.to, to + block)) };
    flow.push({ fill, window: flowWindow(plan.flow, fill, frames) });
    to = fill.to;
  }
  return { flow, window, filled: { from, to } };
};
