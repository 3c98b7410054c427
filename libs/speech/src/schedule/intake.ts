import type { Appetite } from '../ports/job-queue.js';

const DUE_WORK_LIMIT_MS = 30; // per thread: 60 ms on the two threads of the simulation
const URGENT_LIMIT = 64; // per thread: four times what admission lets through; only so that memory has a bound

/** What decides how much work a worker wants. */
export interface IntakeState {
  readonly threads: number;
  /** Sentences held that were taken ahead of need. */
  readonly heldLookAhead: number;
  /** Thread time until all utterances that began here have sent their first chunk, ms. */
  readonly firstChunkWorkMs: number;
  /** Thread time of the other chunks whose due time is less than 200 ms away, ms. */
  readonly soonDueWorkMs: number;
  /** Living workers of the class, this one included. */
  readonly workersInClass: number;
}

/**
 * Says how many jobs of each band a worker wants to hold.
 *
 * Urgent jobs are always wanted, except that a busy worker leaves them to the others of its class:
 * the queue would give them to whoever waited longest, not to whoever is free. Ahead of need it
 * wants one sentence more than it has threads, so that none idles while the next one travels.
 */
export const appetite = (state: IntakeState): Appetite => ({
  urgent: leavesUrgentToOthers(state) ? 0 : URGENT_LIMIT * state.threads,
  lookAhead: state.heldLookAhead > state.threads ? 0 : state.threads + 1,
});

const leavesUrgentToOthers = (state: IntakeState): boolean => {
  const dueWorkMs = state.firstChunkWorkMs + state.soonDueWorkMs;
  return state.workersInClass > 1 && dueWorkMs > DUE_WORK_LIMIT_MS * state.threads;
};
