import { z } from 'zod';

import { label, workerName } from './fields.js';

/** Parses a failure as it was noted: a job whose handler rejected, without a word of its text. */
export const jobFailureSchema = z.object({
  id: z.string().min(1).max(500),
  voiceClass: label,
  worker: workerName,
  /** The error's `code` where it has one, else its class. */
  error: z.string().max(200),
  /** Milliseconds since 1970. */
  at: z.number(),
});

/** A job whose handler rejected, without a word of its text. */
export type JobFailure = Readonly<z.infer<typeof jobFailureSchema>>;
