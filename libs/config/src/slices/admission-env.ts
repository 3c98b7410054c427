import { z } from 'zod';

import { decimal } from '../field.js';

/** How full the workers may become. */
export const admissionEnv = z.object({
  /** Share of the workers' time that all listeners together may need before more are turned away; 0 admits everybody. */
  ADMISSION_LIMIT: decimal(0, 10).prefault('0.9'),
  /** Share of those places that one tenant may take, above 0 up to 1. */
  TENANT_SHARE: decimal(0.001, 1).prefault('1'),
});
