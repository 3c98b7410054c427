import { z } from 'zod';

import {
  boolean,
  defaulted,
  integer,
  literal,
  nullable,
  number,
  required,
  string,
} from '../client/pydantic.js';

import { anyObject, referenceAudio, references, speakerEmbedding, voiceName } from './fields.js';

const INT64_MAX = 2n ** 63n - 1n;

/** Formats of the first release; `aac` was promised there and can be had here. */
const SEED_FORMATS = ['wav', 'pcm', 'flac', 'mp3', 'aac', 'opus'] as const;
const OMNI_FORMATS = [...SEED_FORMATS, 'mulaw', 'alaw'] as const;

/** What a request and an item of a batch may both say, in the first release. */
const seedVoiceFields = {
  voice: nullable(string).describe('A voice or an alias, in any case; null is the default voice.'),
  instructions: nullable(string).describe(
    'At most 500 characters; not used by voices that cannot.',
  ),
  response_format: defaulted(literal(SEED_FORMATS), 'wav').describe('The format of the audio.'),
  speed: nullable(number({ min: 0.25, max: 4 })).describe(
    '1, or null, is the own pace of the voice.',
  ),
  task_type: nullable(literal(['CustomVoice', 'VoiceDesign', 'Base'])).describe(
    'The task of Qwen3-TTS; the voices here do CustomVoice.',
  ),
  language: nullable(string).describe(
    '`Auto`, an English name or a BCP-47 tag that fits the voice.',
  ),
  ref_audio: nullable(referenceAudio).describe('A reference clip, for task Base.'),
  ref_text: nullable(string).describe('What is said in the reference clip.'),
  x_vector_only_mode: nullable(boolean).describe('For task Base.'),
  max_new_tokens: nullable(integer({})).describe('1 to 4096; checked, not used.'),
  initial_codec_chunk_frames: nullable(integer({ min: 0n })).describe('Checked, not used.'),
};

/** The same, now. */
const omniVoiceFields = {
  ...seedVoiceFields,
  voice: nullable(voiceName).describe(
    'A voice or an alias, in any case, or an object with its `id`; null is the default voice.',
  ),
  speaker: nullable(voiceName).describe('Another name for `voice`, which wins.'),
  response_format: defaulted(literal(OMNI_FORMATS), 'wav').describe('The format of the audio.'),
  container: nullable(literal(['raw', 'wav'])).describe(
    'Where mulaw and alaw stand: bare (null or `raw`) or in a WAV file.',
  ),
  sample_rate: nullable(integer({ min: 1n })).describe(
    '8000, 16000, 22050, 24000, 44100 or 48000 Hz; null is 24000, and 8000 for mulaw and alaw.',
  ),
  non_streaming_mode: nullable(boolean).describe('Checked, not used.'),
};

const common = {
  input: required(string).describe('The text to be spoken.'),
  model: nullable(string).describe('One of the served model names.'),
  stream: defaulted(boolean, false).describe('Send audio while it is being made.'),
};

/** `POST /v1/audio/speech` as the first release takes it. */
export const seedSpeechSchema = z.object({
  ...common,
  ...seedVoiceFields,
  stream_format: defaulted(literal(['sse', 'audio']), 'audio').describe('Only `audio`.'),
});

/** `POST /v1/audio/speech`. */
export const omniSpeechSchema = z.object({
  ...common,
  ...omniVoiceFields,
  stream_format: nullable(literal(['sse', 'audio'])).describe(
    '`audio`: a raw stream. `sse`: server-sent events. null: events if `stream` is true, else a file.',
  ),
  seed: nullable(integer({ min: -INT64_MAX - 1n, max: INT64_MAX })).describe(
    'Equal text, voice and seed give equal samples.',
  ),
  speaker_embedding: nullable(speakerEmbedding).describe('For task Base.'),
  references: nullable(references).describe('Another way to say `ref_audio` and `ref_text`.'),
  extra_params: nullable(anyObject).describe('Not used.'),
  word_timestamps: defaulted(boolean, false).describe(
    'Tell the times of words in the header X-Word-Timestamps; not for streams.',
  ),
});

/** The fields that an item of a batch shares with the batch. */
export const seedItemFields = seedVoiceFields;

/** The same, now. */
export const omniItemFields = omniVoiceFields;

/** What one request for speech may say, in either generation. */
export type SpeechFields = z.infer<typeof seedSpeechSchema> | z.infer<typeof omniSpeechSchema>;
