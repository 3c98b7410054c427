import type { UploadedVoice } from '@chorale/speech';
import { z } from 'zod';

/** Parses what is kept about an uploaded voice. */
export const uploadedVoiceSchema = z.object({
  name: z.string().min(1).max(200),
  consent: z.string().min(1).max(1_000),
  createdAt: z.number().int().min(0),
  mimeType: z.string().max(100),
  fileSize: z.number().int().min(0),
  refText: z.string().max(4_000).nullable(),
  description: z.string().max(1_000).nullable(),
}) satisfies z.ZodType<UploadedVoice>;
