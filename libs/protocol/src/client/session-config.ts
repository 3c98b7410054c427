import type { AudioFormat, Profile, SplitGranularity, UtteranceConfig } from '@chorale/speech';
import { z } from 'zod';

import type { Read } from './pydantic.js';
import {
  boolean,
  defaulted,
  integer,
  literal,
  nullable,
  number,
  numberListLength,
  oneOf,
  reader,
  string,
} from './pydantic.js';
import { STREAMED_FORMATS } from './streamed-formats.js';

/** Hz that a client may ask for by extension. */
export const SAMPLE_RATES = [8000, 16000, 22050, 24000, 44100, 48000] as const;

/** Hz unless asked otherwise: clients of Qwen3-TTS and of OpenAI assume it. */
export const DEFAULT_SAMPLE_RATE = 24_000;

const TELEPHONY_RATE = 8000;
const INT64_MAX = 2n ** 63n - 1n;
const MAX_EMBEDDING_LENGTH = 8192;

const UPSTREAM_FORMATS = ['wav', 'pcm', 'flac', 'mp3', 'opus'] as const;
const SEED_FORMATS = ['wav', 'pcm', 'flac', 'mp3', 'aac', 'opus'] as const;
const EXTENDED_FORMATS = [...UPSTREAM_FORMATS, 'aac', 'mulaw', 'alaw'] as const;

const common = {
  model: nullable(string),
  voice: nullable(string),
  task_type: nullable(literal(['CustomVoice', 'VoiceDesign', 'Base'])),
  language: nullable(string),
  instructions: nullable(string),
  speed: nullable(number({ min: 0.25, max: 4 })),
  initial_codec_chunk_frames: nullable(integer({ min: 0n })),
  ref_audio: nullable(string),
  ref_text: nullable(string),
  x_vector_only_mode: nullable(boolean),
  stream_audio: defaulted(boolean, false),
};

const seedSchema = z.object({
  ...common,
  response_format: defaulted(literal(SEED_FORMATS), 'wav'),
  max_new_tokens: nullable(integer({ min: 1n })),
  split_granularity: defaulted(literal(['sentence', 'clause']), 'sentence'),
});

const omniFields = {
  ...common,
  speaker: nullable(string),
  max_new_tokens: nullable(integer({ min: 1n, max: INT64_MAX })),
  non_streaming_mode: nullable(boolean),
  speaker_embedding: nullable(numberListLength(MAX_EMBEDDING_LENGTH)),
  seed: nullable(integer({ min: -INT64_MAX - 1n, max: INT64_MAX })),
};

const omniSchema = (defaultSplit: SplitGranularity) =>
  z.object({
    ...omniFields,
    response_format: defaulted(literal(UPSTREAM_FORMATS), 'wav'),
    split_granularity: defaulted(literal(['none', 'sentence', 'clause']), defaultSplit),
    word_timestamps: defaulted(boolean, false),
  });

const wordTimestamps: Read<boolean | 'stream'> = reader(
  { anyOf: [boolean.shape, { const: 'stream' }] },
  (value) => (value === 'stream' ? value : boolean(value)),
);

const extendedSchema = (defaultSplit: SplitGranularity) =>
  z.object({
    ...omniFields,
    response_format: defaulted(literal(EXTENDED_FORMATS), 'wav'),
    split_granularity: defaulted(literal(['none', 'sentence', 'clause']), defaultSplit),
    word_timestamps: defaulted(wordTimestamps, false),
    sample_rate: nullable(oneOf(SAMPLE_RATES)),
    priority: defaulted(literal(['interactive', 'batch']), 'interactive'),
    resumable: defaulted(boolean, false),
  });

type SeedFields = z.infer<typeof seedSchema>;
type OmniFields = z.infer<ReturnType<typeof omniSchema>>;
type ExtendedFields = z.infer<ReturnType<typeof extendedSchema>>;
type AnyFields = SeedFields | OmniFields | ExtendedFields;

/** A config that can be used, or the whole `Invalid session config: …` text. */
export type SessionConfigResult =
  | { readonly kind: 'config'; readonly config: UtteranceConfig; readonly resumable: boolean }
  | { readonly kind: 'invalid'; readonly message: string };

/** What a server lays down for the configs of its clients. */
export interface SessionConfigRules {
  readonly profile: Profile;
  /** Used where the client names no `split_granularity` (omni only). */
  readonly defaultSplit: SplitGranularity;
  /** The config is for a session that can be resumed. */
  readonly resumable?: boolean;
}

/** Checks the fields and cross rules of a `session.config`; `message` is the parsed JSON with big integers as bigint. */
export const parseSessionConfig = (
  message: Readonly<Record<string, unknown>>,
  rules: SessionConfigRules,
): SessionConfigResult => {
  const extended = rules.profile === 'omni' && message['chorale'] === 1;
  const parsed = schemaFor(rules, extended).safeParse(message);
  if (!parsed.success) return invalid(parsed.error.issues.map(describe));
  const resumable = 'resumable' in parsed.data && parsed.data.resumable;
  const conflict =
    crossRule(parsed.data, rules.profile, extended) ??
    (resumable || rules.resumable === true ? resumableRule(parsed.data) : null);
  if (conflict !== null) return invalid([`  Value error, ${conflict} [type=value_error]`]);
  return { kind: 'config', config: toConfig(parsed.data, rules, extended), resumable };
};

/** Made once: a schema costs more to make than to use. */
const forEachSplit = <S>(make: (split: SplitGranularity) => S) => ({
  none: make('none'),
  sentence: make('sentence'),
  clause: make('clause'),
});

const OMNI_SCHEMAS = forEachSplit(omniSchema);
const EXTENDED_SCHEMAS = forEachSplit(extendedSchema);

/** The fields of a `session.config` from each kind of client, with the defaults of this server. */
export const sessionConfigSchemas = (defaultSplit: SplitGranularity) => ({
  seed: seedSchema,
  omni: OMNI_SCHEMAS[defaultSplit],
  extended: EXTENDED_SCHEMAS[defaultSplit],
});

const schemaFor = (rules: SessionConfigRules, extended: boolean): z.ZodType<AnyFields> => {
  if (rules.profile === 'seed') return seedSchema;
  return (extended ? EXTENDED_SCHEMAS : OMNI_SCHEMAS)[rules.defaultSplit];
};

const describe = (issue: z.core.$ZodIssue): string =>
  `${issue.path.map(String).join('.')}\n  ${issue.message}`;

const invalid = (problems: readonly string[]): SessionConfigResult => ({
  kind: 'invalid',
  message:
    `Invalid session config: ${problems.length} validation error${problems.length === 1 ? '' : 's'}` +
    ` for StreamingSpeechSessionConfig\n${problems.join('\n')}`,
});

const SPEED_CONFLICT: Readonly<Record<Profile, string>> = {
  seed: 'Speed adjustment is not supported when stream_audio=true. Set speed=1.0 or omit it.',
  omni: 'WebSocket stream_audio=true currently requires speed=1.0; native speed control is only available through HTTP streaming.',
};

const crossRule = (fields: AnyFields, profile: Profile, extended: boolean): string | null => {
  if (extended) return extendedRule(fields);
  if (!fields.stream_audio) return null;
  if (fields.response_format !== 'pcm')
    return `WebSocket streaming audio (stream_audio=true) requires response_format='pcm'. Got response_format='${fields.response_format}'.`;
  return (fields.speed ?? 1) === 1 ? null : SPEED_CONFLICT[profile];
};

const extendedRule = (fields: AnyFields): string | null => {
  if (fields.stream_audio && !STREAMED_FORMATS.has(fields.response_format))
    return `stream_audio=true cannot stream response_format='${fields.response_format}'.`;
  const rate = 'sample_rate' in fields ? fields.sample_rate : null;
  const telephony = fields.response_format === 'mulaw' || fields.response_format === 'alaw';
  if (telephony && rate !== null && rate !== TELEPHONY_RATE)
    return `response_format='${fields.response_format}' has a sample_rate of 8000.`;
  return null;
};

/** Streams that can be taken up at any sample. */
const RESUMABLE_STREAMS: ReadonlySet<AudioFormat> = new Set(['pcm', 'mulaw', 'alaw']);

/** Whole files can be sent again; a stream must go on at a sample. */
const resumableRule = (fields: AnyFields): string | null => {
  if (!fields.stream_audio) return null;
  if (!RESUMABLE_STREAMS.has(fields.response_format))
    return `resumable=true cannot stream response_format='${fields.response_format}'.`;
  const jsonAudio = 'word_timestamps' in fields && fields.word_timestamps === true;
  return jsonAudio ? "resumable=true takes word_timestamps 'stream' or false." : null;
};

const UTTERANCE_DEFAULTS = {
  seed: null,
  embeddingLength: null,
  priority: 'interactive',
  wordTimestamps: 'off',
} as const;

const toConfig = (
  fields: AnyFields,
  rules: SessionConfigRules,
  extended: boolean,
): UtteranceConfig => ({
  ...UTTERANCE_DEFAULTS,
  model: fields.model,
  voice: fields.voice ?? ('speaker' in fields ? fields.speaker : null),
  language: fields.language,
  taskType: fields.task_type,
  instructions: fields.instructions,
  format: fields.response_format,
  streamAudio: fields.stream_audio,
  speed: fields.speed ?? 1,
  split: fields.split_granularity,
  sampleRate: rateOf(fields),
  maxNewTokens: fields.max_new_tokens === null ? null : Number(fields.max_new_tokens),
  refAudio: refAudioOf(fields.ref_audio, rules.profile),
  refText: fields.ref_text,
  xVectorOnly: fields.x_vector_only_mode,
  extended,
  ...omniOnly(fields),
});

const omniOnly = (fields: AnyFields): Partial<UtteranceConfig> => {
  if (!('seed' in fields)) return {};
  return {
    seed: fields.seed,
    embeddingLength: fields.speaker_embedding,
    wordTimestamps: wordMode(fields.word_timestamps),
    ...('priority' in fields ? { priority: fields.priority } : {}),
  };
};

const wordMode = (value: boolean | 'stream'): UtteranceConfig['wordTimestamps'] => {
  if (value === 'stream') return 'stream';
  return value ? 'chunks' : 'off';
};

const rateOf = (fields: AnyFields): number => {
  if (fields.response_format === 'mulaw' || fields.response_format === 'alaw')
    return TELEPHONY_RATE;
  return ('sample_rate' in fields ? fields.sample_rate : null) ?? DEFAULT_SAMPLE_RATE;
};

const refAudioOf = (value: string | null, profile: Profile): UtteranceConfig['refAudio'] => {
  if (value === null) return 'none';
  const scheme = /^(?:https?:\/\/|data:|file:\/\/)/;
  const candidate = profile === 'omni' ? value.slice(0, 8).toLowerCase() : value;
  return scheme.test(candidate) ? 'uri' : 'not-a-uri';
};
