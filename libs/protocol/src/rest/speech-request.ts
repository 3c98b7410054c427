import type { AudioFormat, Profile, UtteranceConfig } from '@chorale/speech';

import { DEFAULT_SAMPLE_RATE } from '../client/session-config.js';
import { parseJsonFrame } from '../client/json-frame.js';
import { STREAMED_FORMATS } from '../client/streamed-formats.js';

import type { ReferenceAudio } from './fields.js';
import { omniSpeechSchema, seedSpeechSchema } from './speech-fields.js';
import type { SpeechFields } from './speech-fields.js';
import type { InvalidBody } from './validation-error.js';
import { brokenRule, complaintsOf, invalidBody, unreadableBody } from './validation-error.js';

/** How the audio of a request travels: as one file, as it is made, or as server-sent events. */
export type Delivery = 'file' | 'raw' | 'events';

/** One checked `POST /v1/audio/speech`; `config` is what each of its sentences is spoken by. */
export interface SpeechRequest {
  readonly kind: 'request';
  readonly input: string;
  readonly delivery: Delivery;
  /** Where `mulaw` and `alaw` stand. */
  readonly container: 'raw' | 'wav';
  readonly config: UtteranceConfig;
}

/** Reads the JSON text of `POST /v1/audio/speech`; never throws. */
export const readSpeechRequest = (body: string, profile: Profile): SpeechRequest | InvalidBody => {
  const json = parseJsonFrame(body);
  if (json === undefined) return unreadableBody;
  const schema = profile === 'seed' ? seedSpeechSchema : omniSpeechSchema;
  const parsed = schema.safeParse(json);
  if (!parsed.success) return invalidBody(complaintsOf(parsed.error));
  return speechRequestOf(parsed.data, profile);
};

/** Makes the request of fields that are right each by itself. */
export const speechRequestOf = (
  fields: SpeechFields,
  profile: Profile,
): SpeechRequest | InvalidBody => {
  const conflict = profile === 'seed' ? seedConflict(fields) : omniConflict(fields);
  if (conflict !== null) return brokenRule(conflict);
  return {
    kind: 'request',
    input: fields.input,
    delivery: deliveryOf(fields, profile),
    container: ('container' in fields ? fields.container : null) ?? 'raw',
    config: configOf(fields),
  };
};

const deliveryOf = (fields: SpeechFields, profile: Profile): Delivery => {
  const { stream, stream_format: shape } = fields;
  if (profile === 'seed') return stream ? 'raw' : 'file';
  if (shape === null) return stream ? 'events' : 'file';
  return shape === 'sse' ? 'events' : 'raw';
};

const seedConflict = (fields: SpeechFields): string | null => {
  const { stream, stream_format: shape, response_format: format, speed } = fields;
  if (shape === 'sse') return "'sse' is not a supported stream_format yet. Please use 'audio'.";
  if (!stream) return null;
  if (format !== 'pcm')
    return `Streaming (stream=true) requires response_format='pcm'. Got response_format='${format}'.`;
  return (speed ?? 1) === 1
    ? null
    : 'Speed adjustment is not supported when stream=true. Set speed=1.0 or omit it.';
};

const omniConflict = (fields: SpeechFields): string | null =>
  streamConflict(fields) ?? telephoneConflict(fields) ?? cloningConflict(fields);

const streamConflict = (fields: SpeechFields): string | null => {
  if (deliveryOf(fields, 'omni') === 'file') return null;
  const { response_format: format } = fields;
  if (!STREAMED_FORMATS.has(format))
    return `Streaming requires response_format to be one of ${[...STREAMED_FORMATS].join(', ')}. Got response_format='${format}'.`;
  return 'word_timestamps' in fields && fields.word_timestamps
    ? 'word_timestamps=true is only supported for non-streaming requests.'
    : null;
};

const isTelephone = (format: AudioFormat): boolean => format === 'mulaw' || format === 'alaw';

const TELEPHONE_RATE = 8000;

const telephoneConflict = (fields: SpeechFields): string | null => {
  const { response_format: format } = fields;
  const asked = rateAsked(fields);
  if (isTelephone(format) && asked !== null && asked !== TELEPHONE_RATE)
    return `response_format='${format}' has a sample_rate of ${TELEPHONE_RATE}.`;
  const container = 'container' in fields ? fields.container : null;
  return container === null || isTelephone(format)
    ? null
    : "container is only valid for response_format='mulaw' and 'alaw'.";
};

const cloningConflict = (fields: SpeechFields): string | null => {
  if (!('references' in fields)) return null;
  const { references, ref_audio: audio, speaker_embedding: embedding } = fields;
  if (references !== null && namesReference(fields))
    return "'references' cannot be combined with 'ref_audio' or 'ref_text'";
  return embedding !== null && isOneClip(audio ?? references?.audio)
    ? "'speaker_embedding' and 'ref_audio' are mutually exclusive"
    : null;
};

const namesReference = ({ ref_audio: audio, ref_text: text }: SpeechFields): boolean =>
  audio !== null || text !== null;

const isOneClip = (clip: ReferenceAudio | undefined): boolean => clip?.isList === false;

const rateAsked = (fields: SpeechFields): number | null =>
  'sample_rate' in fields && fields.sample_rate !== null ? Number(fields.sample_rate) : null;

const configOf = (fields: SpeechFields): UtteranceConfig => ({
  ...ALIKE,
  model: fields.model,
  voice: voiceOf(fields),
  language: fields.language,
  taskType: fields.task_type,
  instructions: fields.instructions,
  format: fields.response_format,
  speed: fields.speed ?? 1,
  sampleRate: rateOf(fields),
  maxNewTokens: fields.max_new_tokens === null ? null : Number(fields.max_new_tokens),
  xVectorOnly: fields.x_vector_only_mode,
  ...referenceOf(fields),
  ...latelyAdded(fields),
});

const voiceOf = (fields: SpeechFields): string | null =>
  fields.voice ?? ('speaker' in fields ? fields.speaker : null);

/** What a request cannot say: its text is there as a whole, and is cut so that it can be made in parallel. */
const ALIKE = {
  streamAudio: true,
  split: 'sentence',
  priority: 'interactive',
  extended: false,
} as const;

const rateOf = (fields: SpeechFields): number =>
  rateAsked(fields) ?? (isTelephone(fields.response_format) ? TELEPHONE_RATE : DEFAULT_SAMPLE_RATE);

const referenceOf = (fields: SpeechFields): Pick<UtteranceConfig, 'refAudio' | 'refText'> => {
  const references = 'references' in fields ? fields.references : null;
  return {
    refAudio: kindOf(fields.ref_audio ?? references?.audio ?? null),
    refText: fields.ref_text ?? references?.text ?? null,
  };
};

const kindOf = (clip: ReferenceAudio | null): UtteranceConfig['refAudio'] => {
  if (clip === null) return 'none';
  return clip.isUri ? 'uri' : 'not-a-uri';
};

const latelyAdded = (
  fields: SpeechFields,
): Pick<UtteranceConfig, 'seed' | 'embeddingLength' | 'wordTimestamps'> => {
  if (!('seed' in fields)) return { seed: null, embeddingLength: null, wordTimestamps: 'off' };
  return {
    seed: fields.seed,
    embeddingLength: fields.speaker_embedding,
    wordTimestamps: fields.word_timestamps ? 'stream' : 'off',
  };
};
