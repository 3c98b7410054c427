import type { ControlOrder, OperatorOrder } from '@chorale/speech';
import { z } from 'zod';

import { gatewayName, workerName } from './fields.js';
import { sessionName } from './feed-batch.js';

/** Parses what an operator orders. */
export const operatorOrderSchema = z.discriminatedUnion('kind', [
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
]) satisfies z.ZodType<OperatorOrder>;

/** Begins the names of files; ends the name of a channel. */
const plainName = z.string().regex(/^[\w-]{1,64}$/);

/** Parses an order as it comes from the bus. */
export const controlOrderSchema = z.discriminatedUnion('kind', [
  operatorOrderSchema,
  z.strictObject({
    kind: z.literal('profile'),
    gateway: gatewayName,
    recording: plainName.nullable(),
  }),
  z.strictObject({
    kind: z.literal('askText'),
    gateway: gatewayName,
    session: sessionName,
    asker: plainName,
    question: plainName,
  }),
]) satisfies z.ZodType<ControlOrder>;
