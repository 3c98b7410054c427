import { setTimeout as delay } from 'node:timers/promises';

/** Waits; true when the time is over, false as soon as the signal is aborted. */
export const pause = (ms: number, signal: AbortSignal): Promise<boolean> =>
  delay(ms, true, { signal }).catch(() => false);
