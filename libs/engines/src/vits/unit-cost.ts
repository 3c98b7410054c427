import type { DecodePlan } from './decode-plan.js';
import type { Span } from './windows.js';

/** Milliseconds of one thread of the machine it was measured on (2.x GHz Xeon, AVX-512). */
export const encodeCostMs = (ids: number): number => 7 + 0.11 * ids + 0.00023 * ids * ids;

/** Milliseconds of one thread, measured likewise. */
export const decodeCostMs = ({ flow, window }: Pick<DecodePlan, 'flow' | 'window'>): number =>
  flow.reduce((cost, task) => cost + flowCostMs(task.window.input), 0) +
  1.5 +
  0.45 * width(window.output);

const flowCostMs = (input: Span): number => 3 + 0.075 * width(input);

const width = ({ from, to }: Span): number => to - from;
