import { z } from 'zod';

/**
 * Field types that accept what pydantic accepts and complain in its words.
 * Clients of the upstream server match on these type keywords (`literal_error`, `bool_parsing`, …).
 */
export type Fault = readonly [type: string, text: string];

const FAULTS = {
  string_type: 'Input should be a valid string',
  bool_type: 'Input should be a valid boolean',
  bool_parsing: 'Input should be a valid boolean, unable to interpret input',
  float_type: 'Input should be a valid number',
  float_parsing: 'Input should be a valid number, unable to parse string as a number',
  finite_number: 'Input should be a finite number',
  int_type: 'Input should be a valid integer',
  int_parsing: 'Input should be a valid integer, unable to parse string as an integer',
  int_parsing_size: 'Unable to parse input string as an integer, exceeded maximum size',
  int_from_float: 'Input should be a valid integer, got a number with a fractional part',
  list_type: 'Input should be a valid list',
} as const;

const fault = (type: keyof typeof FAULTS): Fault => [type, FAULTS[type]];

/** Readers give no arrays: what is one is a complaint. */
const isFault = (value: unknown): value is Fault => Array.isArray(value);

type Value = string | number | boolean | bigint | object;
/** What a value looks like, in JSON Schema. */
export type JsonShape = Readonly<Record<string, unknown>>;

/** Reads the value of a field, or says in pydantic's words why it cannot. */
export interface Read<T extends Value> {
  (value: unknown): T | Fault;
  /** How the value is written by who does not rely on coercion. */
  readonly shape: JsonShape;
}

/** Makes a reader that says what it reads. */
export const reader = <T extends Value>(
  shape: JsonShape,
  read: (value: unknown) => T | Fault,
): Read<T> => Object.assign((value: unknown) => read(value), { shape });

/** A field that may be missing or null. */
export const nullable = <T extends Value>(read: Read<T>) =>
  z
    .unknown()
    .transform((value, context): T | null => (value === null ? null : accept(read(value), context)))
    .default(null)
    .meta({ anyOf: [read.shape, { type: 'null' }] });

/** A field that must be there. */
export const required = <T extends Value>(read: Read<T>) =>
  z
    .unknown()
    .transform((value, context): T => accept(value === undefined ? MISSING : read(value), context))
    .meta(read.shape);

const MISSING: Fault = ['missing', 'Field required'];

/** A field with a default; null is no value for it. */
export const defaulted = <T extends Value>(read: Read<T>, fallback: NoInfer<T>) =>
  z
    .unknown()
    .optional() // says that the key may be missing
    .transform((value, context): T =>
      value === undefined ? fallback : accept(read(value), context),
    )
    .meta({ ...read.shape, default: fallback });

const accept = <T extends Value>(result: T | Fault, context: z.RefinementCtx): T => {
  if (!isFault(result)) return result;
  const [type, text] = result;
  context.addIssue({ code: 'custom', message: `${text} [type=${type}]`, params: { type, text } });
  return z.NEVER;
};

const TRUTHS = new Map<string, boolean>([
  ...['true', '1', 'yes', 'on', 't', 'y'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'off', 'f', 'n'].map((word) => [word, false] as const),
]);

const readBoolean = (value: unknown): boolean | Fault => {
  if (typeof value === 'boolean') return value;
  if (value === 0 || value === 1) return value === 1;
  if (Number.isInteger(value)) return fault('bool_parsing');
  if (typeof value !== 'string') return fault('bool_type');
  return TRUTHS.get(value.toLowerCase()) ?? fault('bool_parsing');
};

/** Longest numeric string that is looked at, UTF-16 units; Python has the same bound for integers. */
const MAX_NUMBER_LENGTH = 4300;

/** Each character can match in one way only: the time is linear however the client writes it. */
const NUMERIC = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

const readNumber = (value: unknown): number | Fault => {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parsedNumber(value.trim()) : fault('float_type');
};

const parsedNumber = (text: string): number | Fault =>
  text.length <= MAX_NUMBER_LENGTH && NUMERIC.test(text) ? Number(text) : fault('float_parsing');

const readInteger = (value: unknown): bigint | Fault => {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return BigInt(value);
  if (typeof value === 'number') return wholeNumber(value);
  return typeof value === 'string' ? parsedInteger(value.trim()) : fault('int_type');
};

const wholeNumber = (value: number): bigint | Fault => {
  if (!Number.isFinite(value)) return fault('finite_number');
  return Number.isInteger(value) ? BigInt(value) : fault('int_from_float');
};

const INTEGER = /^([+-]?)(\d+(?:_\d+)*)(?:\.0+)?$/;

const parsedInteger = (text: string): bigint | Fault => {
  if (text.length > MAX_NUMBER_LENGTH) return fault('int_parsing_size');
  const [, sign = '', digits] = INTEGER.exec(text) ?? [];
  if (digits === undefined) return fault('int_parsing');
  const value = BigInt(digits.replaceAll('_', ''));
  return sign === '-' ? -value : value;
};

interface Bounds<T> {
  readonly min?: T;
  readonly max?: T;
}

const bounded = <T extends number | bigint>(value: T | Fault, bounds: Bounds<T>): T | Fault => {
  if (isFault(value)) return value;
  if (bounds.min !== undefined && value < bounds.min)
    return ['greater_than_equal', `Input should be greater than or equal to ${String(bounds.min)}`];
  if (bounds.max !== undefined && value > bounds.max)
    return ['less_than_equal', `Input should be less than or equal to ${String(bounds.max)}`];
  return value;
};

/** Reads a string. */
export const string: Read<string> = reader({ type: 'string' }, (value) =>
  typeof value === 'string' ? value : fault('string_type'),
);

/** Reads a boolean, or what pydantic takes for one (`"true"`, 0, 1 …). */
export const boolean: Read<boolean> = reader({ type: 'boolean' }, readBoolean);

const boundsShape = ({ min, max }: Bounds<number | bigint>): JsonShape => ({
  ...(min === undefined ? {} : { minimum: Number(min) }),
  ...(max === undefined ? {} : { maximum: Number(max) }),
});

/** Reads a number or numeric string within bounds. */
export const number = (bounds: Bounds<number>): Read<number> =>
  reader({ type: 'number', ...boundsShape(bounds) }, (value) => bounded(readNumber(value), bounds));

/** Reads an integer of any size (kept exact) within bounds. */
export const integer = (bounds: Bounds<bigint>): Read<bigint> =>
  reader({ type: 'integer', ...boundsShape(bounds) }, (value) =>
    bounded(readInteger(value), bounds),
  );

const quoted = (names: readonly string[]): string => {
  const all = names.map((name) => `'${name}'`);
  return all.length < 2
    ? all.join('')
    : `${all.slice(0, -1).join(', ')} or ${all.slice(-1).join('')}`;
};

/** Reads one of the names, exactly and case-sensitively. */
export const literal = <const T extends string>(names: readonly T[]): Read<T> =>
  reader<T>(
    { type: 'string', enum: names },
    (value) =>
      names.find((name) => name === value) ?? ['literal_error', `Input should be ${quoted(names)}`],
  );

/** Reads one of the numbers. */
export const oneOf = (numbers: readonly number[]): Read<number> =>
  reader<number>(
    { type: 'number', enum: numbers },
    (value) =>
      numbers.find((candidate) => candidate === readNumber(value)) ?? [
        'literal_error',
        `Input should be ${numbers.slice(0, -1).join(', ')} or ${numbers.slice(-1).join('')}`,
      ],
  );

/** Reads a list of numbers, of which only the length is kept. */
export const numberListLength = (maxLength: number): Read<number> =>
  reader<number>({ type: 'array', items: { type: 'number' }, maxItems: maxLength }, (value) => {
    if (!Array.isArray(value)) return fault('list_type');
    if (value.length > maxLength)
      return ['too_long', `List should have at most ${maxLength} items after validation`];
    return value.map(readNumber).find(isFault) ?? value.length;
  });
