import { ABORT_REASONS } from '@chorale/speech';

/**
 * Why a job is stopped: what its gateway said, or `gateway_gone` (it removed its stream), `gateway_silent` (it
 * does not show itself any more), `worker_drain` or `lock_lost` (the queue took the worker for dead).
 */
const STOP_REASONS = [
  ...ABORT_REASONS,
  'gateway_gone',
  'gateway_silent',
  'worker_drain',
  'lock_lost',
] as const;

/** Names why a job is stopped. */
export type StopReason = (typeof STOP_REASONS)[number];

/** Why a job's signal aborted; `other` for a reason that has no name. */
export const stopReasonOf = ({ reason }: AbortSignal): StopReason | 'other' =>
  STOP_REASONS.find((known) => known === reason) ?? 'other';
