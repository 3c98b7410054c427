import type { Logger } from '@chorale/observability';
import type { Clock } from '@chorale/speech';

/** How a worker ends that is to be started again at once (EX_TEMPFAIL); the launcher knows it. */
export const RECYCLE_EXIT_CODE = 75;

/** How often the memory is looked at, ms. */
const LOOK_MS = 1_000;

const MIB = 1024 * 1024;

/** What a guard of the memory is made of. */
export interface MemoryGuardParts {
  /** MiB; null watches nothing. */
  readonly limitMb: number | null;
  /** Resident memory of the process, bytes. */
  readonly residentBytes: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once, when the limit was passed. */
  readonly onExcess: () => void;
}

/** Looks at the memory every second until the limit is passed; the returned function ends that. */
export const guardMemory = (parts: MemoryGuardParts): (() => void) => {
  const { limitMb, residentBytes, clock, logger, onExcess } = parts;
  if (limitMb === null) return () => undefined;
  let cancel: () => void = () => undefined;
  const look = (): void => {
    const residentMb = Math.round(residentBytes() / MIB);
    if (residentMb <= limitMb) return watch();
    logger.warn({ residentMb, limitMb }, 'too much memory: the worker drains and starts anew');
    onExcess();
  };
  const watch = (): void => {
    cancel = clock.after(LOOK_MS, look);
  };
  watch();
  return () => cancel();
};
