const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
/** A process that ran this long was healthy: its next death starts the count again. */
const HEALTHY_MS = 60_000;

/** How a worker ends that wants a new process (EX_TEMPFAIL): it is no failure. */
const RECYCLE_EXIT_CODE = 75;

/**
 * Decides how long to wait before a dead process is started again: 1 s, doubling to 30 s.
 * `deaths` counts those in a row before this one; `ranMs` is how long it lived. One that ended to be
 * recycled is started again at once.
 */
export const restartDelay = (deaths, ranMs, exitCode = null) => {
  if (exitCode === RECYCLE_EXIT_CODE) return { deaths: 0, delayMs: 0 };
  const inARow = ranMs >= HEALTHY_MS ? 0 : deaths;
  return { deaths: inARow + 1, delayMs: Math.min(FIRST_MS * 2 ** inARow, LONGEST_MS) };
};
