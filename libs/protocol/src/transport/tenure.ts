import type { Tenure } from '@chorale/speech';
import { z } from 'zod';

/** Names a session in keys and messages. */
export const sessionName = z.string().regex(/^[\w-]{1,64}$/);

/** Parses who serves a session from now on. */
export const tenureSchema = z.object({
  session: sessionName,
  epoch: z.int().positive(),
}) satisfies z.ZodType<Tenure>;
