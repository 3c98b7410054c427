import { jobOriginSchema, sentenceAddressSchema, synthesisJobSchema } from '@chorale/protocol';
import type { JobOrigin, SentenceAddress, SynthesisJob } from '@chorale/speech';

/** What a queue's payload turned out to be. */
export type JobPayload = { readonly kind: 'job'; readonly job: SynthesisJob } | InvalidPayload;

/** A payload that is no job, and what could still be read of it. */
export interface InvalidPayload {
  readonly kind: 'invalid';
  readonly address: SentenceAddress | null;
  /** The address and whose it is. */
  readonly origin: JobOrigin | null;
}

/** Parses what came out of a queue; never throws. */
export const readJobPayload = (data: unknown): JobPayload => {
  const { data: job } = synthesisJobSchema.safeParse(data);
  if (job !== undefined) return { kind: 'job', job };
  return {
    kind: 'invalid',
    address: sentenceAddressSchema.safeParse(data).data ?? null,
    origin: jobOriginSchema.safeParse(data).data ?? null,
  };
};
