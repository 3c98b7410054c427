import { sentenceAddressSchema, synthesisJobSchema } from '@chorale/protocol';
import type { SentenceAddress, SynthesisJob } from '@chorale/speech';

/** What a queue's payload turned out to be. */
export type JobPayload =
  | { readonly kind: 'job'; readonly job: SynthesisJob }
  | { readonly kind: 'invalid'; readonly address: SentenceAddress | null };

/** Parses what came out of a queue; never throws. */
export const readJobPayload = (data: unknown): JobPayload => {
  const { data: job } = synthesisJobSchema.safeParse(data);
  if (job !== undefined) return { kind: 'job', job };
  return { kind: 'invalid', address: sentenceAddressSchema.safeParse(data).data ?? null };
};
