import { systemClock } from '@chorale/broker';
import { type Logger, openProfiler, type Profiler, type Recorder } from '@chorale/observability';
import type { Engine } from '@chorale/speech';

/** What a worker's profiler is made of. */
export interface WorkerProfilerParts {
  /** Empty: nothing is recorded. */
  readonly folder: string;
  /** Names the process. */
  readonly worker: string;
  readonly engine: Engine;
  readonly logger: Logger;
}

/** Records what the engine's models do, and what `others` record; null where no folder is set. */
export const openWorkerProfiler = (
  { folder, worker, engine, logger }: WorkerProfilerParts,
  others: readonly Recorder[],
): Profiler | null =>
  openProfiler({
    folder,
    process: worker,
    recorders: [...others, engineRecorder(engine)],
    clock: systemClock,
    logger,
  });

const engineRecorder = (engine: Engine): Recorder => ({
  begin: async (prefix) => engine.record?.(prefix),
  end: async () => engine.record?.(null),
});
