import type { Logger } from '../logger.js';

import { Profiler, type Recorder } from './profiler.js';

/** How a process records itself. */
export interface ProfilerSettings {
  /** Empty: it does not. */
  readonly folder: string;
  readonly process: string;
  readonly recorders: readonly Recorder[];
  readonly clock: { after(delayMs: number, callback: () => void): () => void };
  readonly logger: Logger;
}

/** Makes the profiler of a process, where a folder for profiles is set. */
export const openProfiler = (settings: ProfilerSettings): Profiler | null => {
  const { folder, clock, logger, ...rest } = settings;
  if (folder === '') return null;
  return new Profiler({
    ...rest,
    folder,
    after: (delayMs, callback) => clock.after(delayMs, callback),
    onFailure: (err) => logger.warn({ err }, 'a profile was not recorded'),
  });
};
