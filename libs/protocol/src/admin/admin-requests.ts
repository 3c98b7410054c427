import { z } from 'zod';

import { sessionName } from '../transport/feed-batch.js';
import { gatewayName, label } from '../transport/fields.js';

/** Parses what somebody logs in with. */
export const loginRequestSchema = z.strictObject({ token: z.string().min(1).max(512) });

/** Parses what an operator decides about a new key. */
export const newKeyRequestSchema = z.strictObject({
  name: label,
  tenant: label,
  limits: z.strictObject({ maxSessions: z.number().int().min(1).max(1_000_000).nullable() }),
});

/** Parses what an operator wants to hear. */
export const listenRequestSchema = z.strictObject({
  voice: label,
  text: z.string().trim().min(1).max(500),
});

/** Parses whose sentences an operator wants to read. */
export const textRequestSchema = z.strictObject({ gateway: gatewayName, session: sessionName });
