import type { Profile } from '@chorale/speech';

import { batchSchemas } from '../rest/batch-request.js';
import { omniSpeechSchema, seedSpeechSchema } from '../rest/speech-fields.js';

import { type JsonSchema, jsonSchemaOf } from './json-schema.js';

/** What a gateway says of itself in its documents. */
export interface ServiceFacts {
  readonly version: string;
  readonly profile: Profile;
  /** Clients must bring a key. */
  readonly asksForKeys: boolean;
  /** Profiles can be recorded. */
  readonly profiles: boolean;
}

/** An OpenAPI 3.1 document. */
export type OpenApiDocument = JsonSchema & {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** One method of one path. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security?: readonly JsonSchema[];
  readonly parameters?: readonly JsonSchema[];
  readonly requestBody?: JsonSchema;
  readonly responses: Readonly<Record<string, JsonSchema>>;
}

const text = { type: 'string' } as const;

const ERROR_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['message', 'type', 'param', 'code'],
      properties: {
        message: text,
        type: text,
        param: { type: ['string', 'null'] },
        code: { type: ['integer', 'string'] },
      },
    },
  },
};

const json = (schema: JsonSchema): JsonSchema => ({ 'application/json': { schema } });

const errorAnswer = (description: string): JsonSchema => ({
  description,
  content: json({ $ref: '#/components/schemas/Error' }),
});

const ANSWERS_TO_ALL = {
  400: errorAnswer('The request does not fit its schema, or cannot be served as it is.'),
  401: errorAnswer('No key, or one that is not valid.'),
  413: errorAnswer('The body is too large.'),
  415: errorAnswer('The body is of another type.'),
  429: errorAnswer('The key has as many sessions open as it may. See Retry-After.'),
  500: errorAnswer('A fault of the service.'),
  503: errorAnswer('The service cannot do this now. See Retry-After.'),
} as const;

const answered = (description: string, schema: JsonSchema = { type: 'object' }): JsonSchema => ({
  description,
  content: json(schema),
});

const AUDIO_TYPES = [
  ...['audio/wav', 'audio/pcm', 'audio/mpeg', 'audio/ogg', 'audio/flac', 'audio/aac'],
  ...['audio/basic', 'audio/x-alaw-basic'],
];

const audio: JsonSchema = {
  description: 'The audio, or server-sent events that carry it.',
  content: {
    ...Object.fromEntries(
      AUDIO_TYPES.map((type) => [type, { schema: { format: 'binary', ...text } }]),
    ),
    'text/event-stream': { schema: text },
  },
};

const speechOf = (profile: Profile): Operation => ({
  operationId: 'createSpeech',
  summary: 'Speak one text: as a file, as it is made, or as server-sent events',
  tags: ['Speech'],
  requestBody: {
    required: true,
    content: json(jsonSchemaOf(profile === 'seed' ? seedSpeechSchema : omniSpeechSchema)),
  },
  responses: { 200: audio, ...ANSWERS_TO_ALL },
});

const batchOf = (profile: Profile): Operation => ({
  operationId: 'createSpeechBatch',
  summary: 'Speak several texts, each as a file inside JSON',
  tags: ['Speech'],
  requestBody: { required: true, content: json(jsonSchemaOf(batchSchemas[profile])) },
  responses: { 200: answered('A result for each item, in their order.'), ...ANSWERS_TO_ALL },
});

const listVoices: Operation = {
  operationId: 'listVoices',
  summary: 'List the voices that requests may name',
  tags: ['Voices'],
  responses: {
    200: answered('Names in lower case, sorted.', {
      type: 'object',
      required: ['voices', 'uploaded_voices'],
      properties: {
        voices: { type: 'array', items: text },
        uploaded_voices: { type: 'array', items: { type: 'object' } },
      },
    }),
    401: ANSWERS_TO_ALL[401],
  },
};

const uploadVoice: Operation = {
  operationId: 'uploadVoice',
  summary: 'Keep a recording as a voice',
  tags: ['Voices'],
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['audio_sample', 'consent', 'name'],
          properties: {
            audio_sample: { ...text, format: 'binary' },
            consent: text,
            name: text,
            ref_text: text,
            speaker_description: text,
          },
        },
      },
    },
  },
  responses: { 200: answered('The voice as it was kept.'), ...ANSWERS_TO_ALL },
};

const nameInPath = { name: 'name', in: 'path', required: true, schema: text };

const deleteVoice: Operation = {
  operationId: 'deleteVoice',
  summary: 'Delete an uploaded voice',
  tags: ['Voices'],
  parameters: [nameInPath],
  responses: {
    200: answered('It is gone.'),
    404: errorAnswer('No such voice was uploaded.'),
    ...ANSWERS_TO_ALL,
  },
};

const question = (
  operationId: string,
  summary: string,
  more: Partial<Operation> = {},
): Operation => ({
  operationId,
  summary,
  tags: ['Service'],
  responses: { 200: answered('As asked.'), 503: answered('Not now; the body says why.') },
  ...more,
});

/** Anybody may ask, key or not. */
const OPEN = { security: [] };

const plain = (description: string): JsonSchema => ({
  description,
  content: { 'text/plain': { schema: text } },
});

const SERVICE_PATHS = {
  '/v1/models': { get: question('listModels', 'List the served model names') },
  '/version': { get: question('version', 'Tell the release that runs') },
  '/health': { get: question('health', 'The process lives', OPEN) },
  '/health/ready': { get: question('ready', 'Sessions can be taken', OPEN) },
  '/ready': { get: question('speakReady', 'Speech can be made now', OPEN) },
  '/metrics': {
    get: question('metrics', 'Metrics for Prometheus', { responses: { 200: plain('Metrics.') } }),
  },
  '/autoscale/{class}': {
    get: question('autoscale', 'What a class of workers owes, for scalers', {
      parameters: [{ ...nameInPath, name: 'class' }],
    }),
  },
};

const order = (operationId: string, summary: string): Operation => ({
  ...question(operationId, summary),
  responses: { 200: answered('Done.'), ...ANSWERS_TO_ALL },
});

const PROFILE_PATHS = {
  '/start_profile': {
    post: order('startProfile', 'Begin to record profiles of gateways and workers'),
  },
  '/stop_profile': { post: order('stopProfile', 'End that, and write them') },
};

const KEYS = {
  bearer: { type: 'http', scheme: 'bearer' },
  header: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
};

/** Describes the HTTP side of a gateway, from the schemas by which requests are judged. */
export const openApiDocument = ({
  version,
  profile,
  asksForKeys,
  profiles,
}: ServiceFacts): OpenApiDocument => ({
  openapi: '3.1.0',
  info: {
    title: 'Chorale',
    version,
    description: 'Streaming text-to-speech. The WebSocket is described in /asyncapi.json.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  security: asksForKeys ? Object.keys(KEYS).map((name) => ({ [name]: [] })) : [],
  paths: {
    '/v1/audio/speech': { post: speechOf(profile) },
    '/v1/audio/speech/batch': { post: batchOf(profile) },
    '/v1/audio/voices': { get: listVoices, post: uploadVoice },
    '/v1/audio/voices/{name}': { delete: deleteVoice },
    ...SERVICE_PATHS,
    ...(profiles ? PROFILE_PATHS : {}),
  },
  components: { schemas: { Error: ERROR_SCHEMA }, securitySchemes: KEYS },
});
