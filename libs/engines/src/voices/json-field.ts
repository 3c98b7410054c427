/** Says which field of a JSON document is not as it should be; never holds the value. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
  constructor(
    readonly path: string,
    readonly expected: string,
  ) {
    super(`${path || 'the document'} must be ${expected}`);
  }
}

/** A place in a JSON document of unknown origin, with the path that led there. */
export interface Field {
  readonly value: unknown;
  readonly path: string;
}

/** Turns a field into a typed value, or throws a `FieldError`. */
export type Read<Value> = (field: Field) => Value;

/** Opens a document; throws a `FieldError` when it is not JSON. */
export const parseJson = (text: string): Field => {
  try {
    return { value: JSON.parse(text), path: '' };
  } catch {
    throw new FieldError('', 'valid JSON');
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names come from the document too: a long one must not fill a log. */
const pathTo = (field: Field, name: string): string =>
  [field.path, name.slice(0, 40)].filter((part) => part !== '').join('.');

/** Lists the own members of an object of at most `limit` members. */
export const membersOf = (field: Field, limit: number): readonly [name: string, field: Field][] => {
  if (!isRecord(field.value)) throw new FieldError(field.path, 'an object');
  const entries = Object.entries(field.value);
  if (entries.length > limit) throw new FieldError(field.path, `at most ${limit} members`);
  return entries.map(([name, value]) => [name, { value, path: pathTo(field, name) }]);
};

/** Goes to an own member of an object; a member that is not there has the value undefined. */
export const memberOf = (field: Field, name: string): Field => {
  if (!isRecord(field.value)) throw new FieldError(field.path, 'an object');
  const value = Object.hasOwn(field.value, name) ? field.value[name] : undefined;
  return { value, path: pathTo(field, name) };
};

/** Reads a field that may be missing or null. */
export const optional = <Value>(field: Field, read: Read<Value>): Value | null =>
  field.value === undefined || field.value === null ? null : read(field);

/** Reads a string that matches; `expected` finishes the sentence "… must be". */
export const matching =
  (pattern: RegExp, expected: string): Read<string> =>
  ({ value, path }) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw new FieldError(path, expected);
    return value;
  };

/** Reads one of a few words. */
export const oneOf =
  <const Words extends readonly string[]>(...words: Words): Read<Words[number]> =>
  ({ value, path }) => {
    const word = words.find((each) => each === value);
    if (word === undefined) throw new FieldError(path, `one of ${words.join(', ')}`);
    return word;
  };

/** Reads a finite number in a closed range. */
export const numberFrom =
  (least: number, most: number): Read<number> =>
  ({ value, path }) => {
    const fits = typeof value === 'number' && value >= least && value <= most;
    if (!fits) throw new FieldError(path, `a number from ${least} to ${most}`);
    return value;
  };

/** Reads a whole number in a closed range. */
export const wholeNumberFrom =
  (least: number, most: number): Read<number> =>
  ({ value, path }) => {
    const fits = typeof value === 'number' && Number.isInteger(value);
    if (!fits || value < least || value > most)
      throw new FieldError(path, `a whole number from ${least} to ${most}`);
    return value;
  };

/** Reads an array of at most `limit` items. */
export const listOf =
  <Value>(read: Read<Value>, limit: number): Read<readonly Value[]> =>
  ({ value, path }) => {
    if (!Array.isArray(value) || value.length > limit)
      throw new FieldError(path, `a list of at most ${limit} items`);
    const items: readonly unknown[] = value;
    return items.map((item, position) => read({ value: item, path: `${path}[${position}]` }));
  };

/** Reads a language tag in its canonical BCP-47 form; `en_US` counts as `en-US`. */
export const languageTag: Read<string> = ({ value, path }) => {
  try {
    const tag = typeof value === 'string' ? value.replaceAll('_', '-') : '';
    const [canonical] = Intl.getCanonicalLocales(tag);
    if (canonical !== undefined && tag !== '') return canonical;
  } catch {
    // Not a language tag: said below, with the path.
  }
  throw new FieldError(path, 'a BCP-47 language tag');
};
