import type { ApiKey } from '@chorale/speech';
import { z } from 'zod';

import { label } from './fields.js';

/** Parses a key as it is kept. */
export const apiKeyRecordSchema = z.object({
  id: z.string().regex(/^[\da-f]{12}$/),
  name: label,
  tenant: label,
  createdAt: z.number().int().min(0),
  limits: z.object({ maxSessions: z.number().int().min(0).max(1_000_000).nullable() }),
  /** SHA-256 of the secret, in hexadecimal digits. */
  hash: z.string().regex(/^[\da-f]{64}$/),
}) satisfies z.ZodType<ApiKey>;

/** A key as it is kept: with the hash of its secret. */
export type ApiKeyRecord = Readonly<z.infer<typeof apiKeyRecordSchema>>;
