import type { DecodePlan, FillTask } from './decode-plan.js';
import type { Span } from './windows.js';

/** Milliseconds of one thread of the machine it was measured on (2.x GHz Xeon, AVX-512). */
export const encodeCostMs = (ids: number): number => 7 + 0.11 * ids + 0.00023 * ids * ids;

/** Milliseconds of one thread, measured likewise. */
export const decodeCostMs = ({ flow, front, back }: Omit<DecodePlan, 'filled'>): number =>
  flow.reduce((cost, task) => cost + flowCostMs(task), 0) +
  (front === null ? 0 : frontCostMs(front)) +
  0.6 +
  0.35 * width(back.output);

const flowCostMs = ({ window }: FillTask): number => 3 + 0.075 * width(window.input);

const frontCostMs = ({ fill }: FillTask): number => 1.4 + 0.08 * width(fill);

const width = ({ from, to }: Span): number => to - from;
