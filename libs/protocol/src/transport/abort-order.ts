import { ABORT_REASONS, type AbortOrder } from '@chorale/speech';
import { z } from 'zod';

import { attempt, gatewayName, u32 } from './fields.js';

/** Parses an abort order as it comes from the bus. */
export const abortOrderSchema = z.strictObject({
  gateway: gatewayName,
  route: u32,
  seq: u32.nullable(),
  attemptBelow: attempt.nullable(),
  reason: z.enum(ABORT_REASONS),
}) satisfies z.ZodType<AbortOrder>;
