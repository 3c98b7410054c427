import { JOB_VERSION, type JobOrigin, type SynthesisJob } from '@chorale/speech';
import { z } from 'zod';

import { attempt, gatewayName, hertz, label, languageTag, u32 } from './fields.js';

/** Twice the bound on an open utterance (1 Mi code points): a code point is at most two UTF-16 units. */
const MAX_TEXT_UNITS = 2 * 1024 * 1024;
/** Offsets are 32 bits wide. */
const MAX_SHIFT = 2 ** 32 - 1;
const U64_MAX = 2n ** 64n - 1n;

const u64Decimal = z
  .string()
  .regex(/^(0|[1-9]\d{0,19})$/)
  .refine((digits) => BigInt(digits) <= U64_MAX);

const noise = z.number().min(0).max(2).nullable();

const style = z.strictObject({
  speed: z.number().min(0.25).max(4),
  noiseScale: noise,
  noiseWidth: noise,
});

const begun = z.strictObject({
  fingerprint: z.string().min(1).max(200),
  totalSamples: u32.nullable(),
  heardTo: u32,
});

/** Parses a job as it comes out of the queue; unknown fields are refused, for `version` must tell releases apart. */
export const synthesisJobSchema = z
  .strictObject({
    version: z.literal(JOB_VERSION),
    gateway: gatewayName,
    route: u32,
    seq: u32,
    attempt,
    text: z.string().min(1).max(MAX_TEXT_UNITS),
    language: languageTag,
    voice: label,
    speaker: z.number().int().min(0).max(1_000_000).nullable(),
    style,
    sentenceSeed: u64Decimal,
    outputRate: hertz,
    encoding: z.enum(['pcm16', 'mulaw', 'alaw']),
    fromSample: u32,
    toSample: u32.nullable(),
    begun: begun.nullable(),
    shift: z.number().int().min(-MAX_SHIFT).max(MAX_SHIFT),
    opensUtterance: z.boolean(),
    endsUtterance: z.boolean(),
    due: z.number(),
    timings: z.boolean(),
    pace: z.enum(['realtime', 'asap']),
    tenant: label,
    trace: z
      .string()
      .regex(/^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/)
      .nullable(),
  })
  .refine((job) => job.toSample === null || job.toSample > job.fromSample, {
    message: 'toSample must lie beyond fromSample',
    path: ['toSample'],
  }) satisfies z.ZodType<SynthesisJob>;

/** Parses what can be told of a job whose other fields are unusable. */
export const sentenceAddressSchema = z.object({ route: u32, seq: u32, attempt });

/** Parses whose job it was, where that can be told. */
export const jobOriginSchema = sentenceAddressSchema.extend({
  gateway: gatewayName,
}) satisfies z.ZodType<JobOrigin>;
