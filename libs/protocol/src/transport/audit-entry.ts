import type { AuditEntry } from '@chorale/speech';
import { z } from 'zod';

/** Parses one entry of the audit log as it is kept. */
export const auditEntrySchema = z.object({
  at: z.number().min(0),
  role: z.enum(['operator', 'viewer', 'nobody']),
  from: z.string().max(100),
  action: z.string().max(100),
  target: z.string().max(300),
  outcome: z.enum(['done', 'refused', 'failed']),
}) satisfies z.ZodType<AuditEntry>;
