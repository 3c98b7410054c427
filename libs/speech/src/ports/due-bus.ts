import type { GatewayId, SentenceAddress } from './identifiers.js';

/** The listener of a job needs its first sample at another time than was thought. */
export interface DueChange extends SentenceAddress {
  readonly gateway: GatewayId;
  /** With the address, names the job. */
  readonly fromSample: number;
  /** Clock time (ms) at which the listener needs `fromSample`. */
  readonly due: number;
}

/**
 * Tells all workers when work is really needed: a sentence before it turned out shorter, or playback
 * began, or stalled.
 *
 * - `publish` resolves when the broker has it; delivery is best effort (a worker that missed it goes
 *   by what it knows).
 * - Changes of one publisher come in the order published.
 */
export interface DueBus {
  publish(change: DueChange): Promise<void>;
  /** Calls `listener` for every change from now on; the returned function ends that. */
  subscribe(listener: (change: DueChange) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
