import { badRequest, invalidRequest } from '../http/errors/api-error.js';

/** Largest sample, bytes. */
export const MAX_SAMPLE_BYTES = 10 * 1024 * 1024;

/** What a client says about a voice, checked. */
export interface VoiceForm {
  readonly name: string;
  readonly consent: string;
  readonly refText: string | null;
  readonly description: string | null;
  readonly mimeType: string;
  readonly sample: Uint8Array;
}

/** A file as it came in a form. */
export interface FormFile {
  readonly buffer: Uint8Array;
  readonly mimetype: string;
  readonly originalname: string;
}

type Fields = Readonly<Record<string, unknown>>;

const MIME_TYPES = [
  'audio/mpeg',
  'audio/wav',
  'audio/x-wav',
  'audio/ogg',
  'audio/aac',
  'audio/flac',
  'audio/webm',
  'audio/mp4',
];

/** What the ends of file names stand for where the type says nothing. */
const BY_EXTENSION: ReadonlyMap<string, string> = new Map([
  ['wav', 'audio/wav'],
  ['mp3', 'audio/mpeg'],
  ['mpeg', 'audio/mpeg'],
  ['flac', 'audio/flac'],
  ['ogg', 'audio/ogg'],
  ['aac', 'audio/aac'],
  ['webm', 'audio/webm'],
  ['mp4', 'audio/mp4'],
]);

const MAX_LENGTHS = { name: 200, consent: 1_000, ref_text: 4_000, speaker_description: 1_000 };

type FieldName = keyof typeof MAX_LENGTHS;

/** Checks the form of an upload. Throws ApiError with upstream's words. */
export const readVoiceForm = (fields: Fields, file: FormFile | undefined): VoiceForm => {
  const consent = required(fields, 'consent');
  const name = checkedName(required(fields, 'name'));
  const { buffer, ...sample } = checkedFile(fields, file);
  return {
    name,
    consent,
    refText: optional(fields, 'ref_text'),
    description: optional(fields, 'speaker_description'),
    mimeType: checkedType(sample),
    sample: buffer,
  };
};

const textOf = (fields: Fields, field: FieldName): string => {
  const value = fields[field] ?? '';
  if (typeof value !== 'string') throw invalidRequest(`${field} must be given once`, field);
  const text = value.trim();
  if (text.length > MAX_LENGTHS[field])
    throw invalidRequest(`${field} is too long (max ${MAX_LENGTHS[field]} characters)`, field);
  return text;
};

const required = (fields: Fields, field: FieldName): string => {
  const text = textOf(fields, field);
  if (text === '') throw invalidRequest(`${field}: Field required`, field);
  return text;
};

const optional = (fields: Fields, field: FieldName): string | null => textOf(fields, field) || null;

/** Names go into addresses: no separators, nothing that is taken for a folder, no control characters. */
const checkedName = (name: string): string => {
  if (name !== '.' && name !== '..' && !/[/\\\p{Cc}]/u.test(name)) return name;
  throw badRequest(`Invalid voice name '${name.replace(/\p{Cc}/gu, '')}'`, 'name');
};

const checkedFile = (fields: Fields, file: FormFile | undefined): FormFile => {
  const embedding = fields['speaker_embedding'] !== undefined;
  if (embedding && file !== undefined)
    throw badRequest("'audio_sample' and 'speaker_embedding' are mutually exclusive");
  if (embedding)
    throw badRequest(
      "'speaker_embedding' is only valid for Base task; no engine of this server takes one",
      'speaker_embedding',
    );
  if (file === undefined)
    throw badRequest("Either 'audio_sample' or 'speaker_embedding' must be provided");
  return file;
};

const checkedType = ({ mimetype, originalname }: Omit<FormFile, 'buffer'>): string => {
  const type = (mimetype.split(';')[0] ?? '').trim().toLowerCase();
  if (type === 'application/octet-stream') return typeByName(originalname);
  if (MIME_TYPES.includes(type)) return type;
  const named = type.replace(/[^\w./+-]/g, '').slice(0, 100);
  throw badRequest(
    `Unsupported MIME type: ${named}. Allowed: ${MIME_TYPES.join(', ')}`,
    'audio_sample',
  );
};

const typeByName = (name: string): string =>
  BY_EXTENSION.get(/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '') ?? 'audio/wav';
