import { z } from 'zod';

import { oneOf } from '../field.js';

/** What goes to the log. */
export const logEnv = z.object({
  /** Least important level that is written: fatal, error, warn, info, debug, trace or silent. Words to be spoken are never logged. */
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').prefault('info'),
});
