import type { Profile } from '@chorale/speech';
import { z } from 'zod';

import type { Read } from '../client/pydantic.js';
import { nullable, reader, required, string } from '../client/pydantic.js';
import { parseJsonFrame } from '../client/json-frame.js';

import {
  omniItemFields,
  omniSpeechSchema,
  seedItemFields,
  seedSpeechSchema,
} from './speech-fields.js';
import type { SpeechRequest } from './speech-request.js';
import { speechRequestOf } from './speech-request.js';
import type { Complaint, InvalidBody } from './validation-error.js';
import { complaintsOf, invalidBody, unreadableBody } from './validation-error.js';

/** One checked `POST /v1/audio/speech/batch`. */
export interface BatchRequest {
  readonly kind: 'batch';
  readonly model: string | null;
  /** An item that breaks a rule between fields, some of them perhaps the batch's, is bad by itself. */
  readonly items: readonly (SpeechRequest | InvalidBody)[];
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Items {
  readonly list: readonly unknown[];
}

const items: Read<Items> = reader<Items>(
  {
    type: 'array',
    minItems: 1,
    items: { type: 'object', properties: { input: string.shape }, required: ['input'] },
  },
  (value) => {
    if (!Array.isArray(value)) return ['list_type', 'Input should be a valid list'];
    return value.length > 0
      ? { list: value }
      : ['too_short', 'List should have at least 1 item after validation, not 0'];
  },
);

const own = {
  items: required(items).describe('Texts, each with what it does not share with the batch.'),
  model: nullable(string).describe('One of the served model names.'),
};

/** `POST /v1/audio/speech/batch`, of the given generation. */
export const batchSchemas = {
  seed: z.object({ ...own, ...seedItemFields }),
  omni: z.object({ ...own, ...omniItemFields }),
};

const ITEM = {
  seed: { fields: seedItemFields, schema: seedSpeechSchema },
  omni: { fields: omniItemFields, schema: omniSpeechSchema },
};

/** Reads the JSON text of `POST /v1/audio/speech/batch`; never throws. */
export const readBatchRequest = (body: string, profile: Profile): BatchRequest | InvalidBody => {
  const json = parseJsonFrame(body);
  if (json === undefined) return unreadableBody;
  const parsed = batchSchemas[profile].safeParse(json);
  if (!parsed.success) return invalidBody(complaintsOf(parsed.error));
  const shared = isObject(json) ? json : {};
  const read = parsed.data.items.list.map((item, at) => readItem(item, { at, shared, profile }));
  const complaints = read.flatMap((item) => (item.kind === 'complaints' ? item.complaints : []));
  if (complaints.length > 0) return invalidBody(complaints);
  const sound = read.flatMap((item) => (item.kind === 'complaints' ? [] : [item]));
  return { kind: 'batch', model: parsed.data.model, items: sound };
};

interface ItemPlace {
  readonly at: number;
  readonly shared: JsonObject;
  readonly profile: Profile;
}

interface Complaints {
  readonly kind: 'complaints';
  readonly complaints: readonly Complaint[];
}

const readItem = (
  item: unknown,
  { at, shared, profile }: ItemPlace,
): SpeechRequest | InvalidBody | Complaints => {
  const { fields, schema } = ITEM[profile];
  const merged = isObject(item)
    ? { ...chosen(shared, Object.keys(fields)), ...chosen(item, [...Object.keys(fields), 'input']) }
    : item;
  const parsed = schema.safeParse(merged);
  if (parsed.success) return speechRequestOf(parsed.data, profile);
  return { kind: 'complaints', complaints: complaintsOf(parsed.error, ['items', at]) };
};

/** Null means "not said": an item cannot clear what the batch says. */
const chosen = (object: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(
    keys.flatMap((key) => {
      const value = Object.hasOwn(object, key) ? object[key] : null;
      return value === null ? [] : [[key, value] as const];
    }),
  );
