import type { GatewayId } from './identifiers.js';

/** Why work is given up that somebody asked for. */
export const ABORT_REASONS = [
  'client_gone',
  'cancelled',
  'slow_consumer',
  'taken_over',
  'drain',
  'superseded',
  'failed',
] as const;

/**
 * `client_gone`: its connection ended. `cancelled`: by `input.cancel`. `slow_consumer`: it took nothing
 * for too long. `taken_over`: its session goes on at another connection. `drain`: the gateway stops.
 * `superseded`: another attempt has it. `failed`: the sentence, or its session, cannot go on.
 */
export type AbortReason = (typeof ABORT_REASONS)[number];

/** Stops work: a whole route, one sentence of it, or only its attempts below a number. */
export interface AbortOrder {
  readonly gateway: GatewayId;
  readonly route: number;
  readonly seq: number | null;
  /** Only attempts below this one; null = all. */
  readonly attemptBelow: number | null;
  /** For the account of what was wasted. */
  readonly reason: AbortReason;
}

/**
 * Tells all workers to stop work that nobody waits for.
 *
 * - `publish` resolves when the broker has it; delivery is best effort (a worker that missed it
 *   finds the tombstone of a whole-route order at its next job start).
 * - Aborting what is finished or unknown does nothing.
 */
export interface AbortBus {
  publish(order: AbortOrder): Promise<void>;
  /** True if a whole-route order was published in the last 120 s. */
  isAborted(gateway: GatewayId, route: number): Promise<boolean>;
  /** Calls `listener` for every order from now on; the returned function ends that. */
  subscribe(listener: (order: AbortOrder) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
