import type { DueChange } from '@chorale/speech';
import { z } from 'zod';

import { attempt, gatewayName, u32 } from './fields.js';

/** Parses a change of a job's due time as it comes from the bus. */
export const dueChangeSchema = z.strictObject({
  gateway: gatewayName,
  route: u32,
  seq: u32,
  attempt,
  fromSample: u32,
  due: z.number(),
}) satisfies z.ZodType<DueChange>;
