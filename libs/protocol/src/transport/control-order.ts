import type { ControlOrder } from '@chorale/speech';
import { z } from 'zod';

import { gatewayName, workerName } from './fields.js';
import { sessionName } from './feed-batch.js';

/** Parses an operator's order as it comes from the bus. */
export const controlOrderSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cancelSession'),
    gateway: gatewayName,
    session: sessionName,
  }),
  z.strictObject({
    kind: z.literal('drainGateway'),
    gateway: gatewayName,
    draining: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('drainWorker'), worker: workerName, draining: z.boolean() }),
]) satisfies z.ZodType<ControlOrder>;
