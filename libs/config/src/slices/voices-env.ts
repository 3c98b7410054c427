import { z } from 'zod';

/** Where voices lie on disk; relative paths begin at the working directory. */
export const voicesEnv = z.object({
  /** Folder of installed voices. */
  VOICES_DIR: z.string().prefault('.chorale/voices'),
  /** Folder of models prepared for the engine; made anew when it is missing. */
  ENGINE_CACHE_DIR: z.string().prefault('.chorale/engines'),
});
