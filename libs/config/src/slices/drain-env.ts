import { z } from 'zod';

import { wholeNumber } from '../field.js';

/** How gateways and workers leave. */
export const drainEnv = z.object({
  /** Seconds that running sessions and sentences get to finish after SIGTERM. */
  DRAIN_SECONDS: wholeNumber(0, 3600).prefault('30'),
});
