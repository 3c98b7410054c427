import type { AbortOrder } from '@chorale/speech';

/** How long an aborted route is remembered for workers that missed the order. */
export const TOMBSTONE_MS = 120_000;

/** True if nothing of the route shall run any more; only then may its later jobs be dropped unseen. */
export const isWholeRoute = (order: AbortOrder): boolean =>
  order.seq === null && order.attemptBelow === null;
