import type { Clock } from '@chorale/speech';

/**
 * The process's monotonic clock, counted from 1970: processes whose machines agree on the date can
 * compare their times, which only ever orders work.
 */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
