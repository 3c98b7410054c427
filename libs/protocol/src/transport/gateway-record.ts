import type { GatewayRecord } from '@chorale/speech';
import { z } from 'zod';

import { gatewayName, label } from './fields.js';

const count = z.number().int().min(0).max(1_000_000);

const classDemand = z.object({
  voiceClass: label,
  liveSessions: count,
  owedAudioSeconds: z.number().min(0).max(1e12),
  queuedAudioSeconds: z.number().min(0).max(1e12),
  tenants: z
    .array(z.object({ tenant: label, liveSessions: count }))
    .max(64)
    .readonly(),
});

/** Parses what a gateway says about itself. Unknown fields are dropped: newer gateways may say more. */
export const gatewayRecordSchema = z.object({
  gateway: gatewayName,
  version: label,
  host: label,
  url: z.string().max(200),
  startedAt: z.number().min(0),
  sessions: count,
  draining: z.boolean(),
  showsText: z.boolean().default(false), // gateways of older releases show none and do not say so
  demand: z.array(classDemand).max(10_000).readonly(),
}) satisfies z.ZodType<GatewayRecord>;
