import type { Position } from '@chorale/speech';
import { z } from 'zod';

import { sessionName } from '../transport/tenure.js';

const count = z.int().nonnegative().max(Number.MAX_SAFE_INTEGER);

const position = {
  utterance_index: count,
  sentence_index: count,
  sample_offset: count,
};

/** The fields of an `audio.ack`. */
export const ackSchema = z.object(position);

/** Longer than any token that was given out; a client cannot make us hash more. */
const MAX_TOKEN_LENGTH = 200;

/** The fields of a `session.resume`. */
export const resumeSchema = z.object({
  session_id: sessionName,
  resume_token: z.string().min(1).max(MAX_TOKEN_LENGTH),
  ...position,
  received: count,
});

/** What a client shows and says to go on with its session. */
export interface ResumeRequest {
  readonly session: string;
  readonly token: string;
  /** The first thing that it does not have. */
  readonly position: Position;
  /** Its messages that it was told were safe. */
  readonly received: number;
}

/** Reads the fields of a `session.resume`, or names the one that is wrong. */
export const readResume = (
  message: Readonly<Record<string, unknown>>,
): { readonly request: ResumeRequest } | { readonly problem: string } => {
  const { data, error } = resumeSchema.safeParse(message);
  if (data === undefined) return { problem: String(error.issues[0]?.path[0] ?? 'message') };
  const { session_id: session, resume_token: token, received } = data;
  return { request: { session, token, received, position: positionOf(data) } };
};

/** Reads the fields of an `audio.ack`; null if one is wrong. */
export const readAudioAck = (message: Readonly<Record<string, unknown>>): Position | null => {
  const { data } = ackSchema.safeParse(message);
  return data === undefined ? null : positionOf(data);
};

const positionOf = (fields: z.infer<typeof ackSchema>): Position => ({
  utteranceIndex: fields.utterance_index,
  sentenceIndex: fields.sentence_index,
  sampleOffset: fields.sample_offset,
});
