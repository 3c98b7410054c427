import type { Fault, Read } from '../client/pydantic.js';
import { reader, string } from '../client/pydantic.js';

const MAX_EMBEDDING_LENGTH = 8192;

const STRING_TYPE: Fault = ['string_type', 'Input should be a valid string'];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the name of a voice, or an object that holds it as `id`. */
export const voiceName: Read<string> = reader<string>(
  {
    anyOf: [string.shape, { type: 'object', properties: { id: string.shape }, required: ['id'] }],
  },
  (value) => string(isObject(value) ? value['id'] : value),
);

/** Where a reference clip is said to lie; the clip itself is not kept. */
export interface ReferenceAudio {
  readonly isUri: boolean;
  readonly isList: boolean;
}

const URI = /^(?:https?:\/\/|data:|file:\/\/)/i;

const isUri = (text: string): boolean => URI.test(text.slice(0, 8));

/** Reads the address of a reference clip, or a list of them. */
export const referenceAudio: Read<ReferenceAudio> = reader<ReferenceAudio>(
  { anyOf: [string.shape, { type: 'array', items: string.shape, minItems: 1 }] },
  (value) => {
    if (typeof value === 'string') return { isUri: isUri(value), isList: false };
    if (!Array.isArray(value)) return STRING_TYPE;
    const texts = value.filter((item) => typeof item === 'string');
    if (texts.length < value.length || texts.length === 0) return STRING_TYPE;
    return { isUri: texts.every(isUri), isList: true };
  },
);

/** Reads a reference clip and what is said in it: a list of exactly one. */
export const references: Read<{ readonly audio: ReferenceAudio; readonly text: string }> = reader<{
  readonly audio: ReferenceAudio;
  readonly text: string;
}>(
  {
    type: 'array',
    minItems: 1,
    maxItems: 1,
    items: {
      type: 'object',
      properties: { audio_path: string.shape, text: string.shape },
      required: ['audio_path', 'text'],
    },
  },
  (value) => {
    if (!Array.isArray(value)) return ['list_type', 'Input should be a valid list'];
    const list: readonly unknown[] = value;
    const [reference, ...others] = list;
    if (others.length > 0 || !isObject(reference))
      return ['value_error', "Value error, 'references' must contain exactly one item"];
    const { audio_path: path, text } = reference;
    if (typeof path !== 'string' || typeof text !== 'string')
      return [
        'value_error',
        "Value error, 'references' needs 'audio_path' and 'text', both strings",
      ];
    return { audio: { isUri: isUri(path), isList: false }, text };
  },
);

const isNumberList = (list: readonly unknown[]): boolean =>
  list.every((item) => typeof item === 'number' && Number.isFinite(item));

/** Reads a speaker embedding, or a list of them, of which only the length is kept; numbers must be finite. */
export const speakerEmbedding: Read<number> = reader<number>(
  { type: 'array', items: { type: 'number' }, maxItems: MAX_EMBEDDING_LENGTH },
  (value) => {
    if (!Array.isArray(value)) return ['list_type', 'Input should be a valid list'];
    const first: unknown = value[0];
    const lists: readonly unknown[][] = Array.isArray(first) ? value : [value];
    if (lists.some((list) => !Array.isArray(list) || !isNumberList(list)))
      return ['finite_number', 'Input should be a list of finite numbers'];
    const longest = Math.max(...lists.map((list) => list.length));
    return longest <= MAX_EMBEDDING_LENGTH
      ? longest
      : ['too_long', `List should have at most ${MAX_EMBEDDING_LENGTH} items after validation`];
  },
);

/** Reads any object; nothing in it is used. */
export const anyObject: Read<object> = reader<object>({ type: 'object' }, (value) =>
  isObject(value) ? value : ['dict_type', 'Input should be a valid dictionary'],
);
