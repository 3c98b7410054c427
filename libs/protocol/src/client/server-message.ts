import { z } from 'zod';

const count = z.int().nonnegative();

/** Absent in the `seed` profile. */
const utterance = { utterance_index: count.optional() };

const sentence = { ...utterance, sentence_index: count };

const wordTime = { word: z.string(), start_ms: count, end_ms: count };

const audioStart = z.strictObject({
  type: z.literal('audio.start'),
  ...sentence,
  sentence_text: z.string(),
  format: z.string(),
  word_timestamps: z.literal(true).optional(),
  sample_rate: count.optional(),
  channels: z.literal(1).optional(),
});

const audioChunk = z.strictObject({
  type: z.literal('audio.chunk'),
  ...sentence,
  chunk_id: count,
  chunk_start_ms: count,
  chunk_end_ms: count,
  sample_rate: count,
  channels: z.literal(1),
  audio_b64: z.base64(),
  timestamps: z.array(z.strictObject(wordTime)).nullable(),
});

const audioTiming = z.strictObject({
  type: z.literal('audio.timing'),
  ...sentence,
  words: z.array(z.strictObject({ ...wordTime, char_start: count, char_end: count })),
});

const audioDone = z.strictObject({
  type: z.literal('audio.done'),
  ...sentence,
  total_bytes: count,
  error: z.boolean(),
});

const sessionDone = z.strictObject({
  type: z.literal('session.done'),
  ...utterance,
  total_sentences: count,
  cancelled: z.literal(true).optional(),
});

const audioCancelled = z.strictObject({
  type: z.literal('audio.cancelled'),
  ...sentence,
  sample_offset: count,
  text_spoken: z.string(),
  text_remaining: z.string(),
});

const position = { utterance_index: count, sentence_index: count, sample_offset: count };

const sessionCreated = z.strictObject({
  type: z.literal('session.created'),
  session_id: z.string(),
  resume_token: z.string(),
  expires_in: count,
});

const sessionResumed = z.strictObject({
  type: z.literal('session.resumed'),
  resume_token: z.string(),
  received: count,
  ...position,
  fit: z.enum(['exact', 'sentence', 'gap']),
});

const sessionMoved = z.strictObject({
  type: z.literal('session.moved'),
  retry_after_ms: count,
});

const inputAck = z.strictObject({ type: z.literal('input.ack'), received: count });

const error = z.strictObject({
  type: z.literal('error'),
  message: z.string(),
  partial_audio: z.literal(true).optional(),
  action: z.literal('discard').optional(),
  retry_after_ms: count.optional(),
});

/** Every JSON message that a client may get; a field that is not listed is an error. */
export const serverMessageSchema = z.discriminatedUnion('type', [
  audioStart,
  audioChunk,
  audioTiming,
  audioDone,
  audioCancelled,
  sessionDone,
  sessionCreated,
  sessionResumed,
  sessionMoved,
  inputAck,
  error,
]);
