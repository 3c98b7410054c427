import type { WorkerRecord } from '@chorale/speech';
import { z } from 'zod';

import { hertz, label, languageTag, workerName } from './fields.js';

const voiceRecord = z.object({
  id: label,
  language: languageTag,
  engine: label,
  nativeRate: hertz,
  speakers: z.number().int().min(1).max(1_000_000),
});

/** Parses what a worker says about itself. Unknown fields are dropped: newer workers may say more. */
export const workerRecordSchema = z.object({
  worker: workerName,
  voiceClass: label,
  voices: z.array(voiceRecord).max(10_000),
  defaultVoice: label,
  fingerprint: label,
  threads: z.number().int().min(1).max(4_096),
  open: z.number().int().min(0).max(1_000_000),
  // A worker of the release before these were said is taken for one that has measured nothing yet.
  costPerAudioSecond: z.number().positive().max(1e6).nullable().default(null),
  load: z.number().min(0).max(1).default(0),
  firstChunkMs: z.number().min(0).max(1e9).nullable().default(null),
  draining: z.boolean(),
  version: label,
}) satisfies z.ZodType<WorkerRecord>;
