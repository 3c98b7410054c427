import { z } from 'zod';

/** Reads a whole number from `min` to `max`, both included. */
export const wholeNumber = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^-?\d+$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
};

/** Reads a number from `min` to `max`, both included, in decimal notation. */
export const decimal = (min: number, max: number) => {
  const message = `must be a number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
};

const TRUE = ['true', '1', 'yes', 'on'];
const FALSE = ['false', '0', 'no', 'off'];

/** Reads a switch; a flag without a value means true. */
export const onOff = () =>
  z
    .string()
    .toLowerCase()
    .refine((value) => TRUE.includes(value) || FALSE.includes(value), 'must be true or false')
    .transform((value) => TRUE.includes(value));

/** Reads one of `choices`. */
export const oneOf = <const T extends string>(...choices: readonly [T, ...T[]]) =>
  z.enum(choices, `must be one of ${choices.join(', ')}`);

/** Splits at commas; blanks around items and empty items vanish. */
export const splitList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Reads a comma-separated list of names. */
export const commaList = () => z.string().transform(splitList);

/** Reads a comma-separated list whose items are all among `choices`; at least one. */
export const listOf = <const T extends string>(...choices: readonly [T, ...T[]]) =>
  commaList().pipe(
    z
      .array(z.enum(choices, `may hold only ${choices.join(', ')}`))
      .min(1, 'must name at least one')
      .readonly(),
  );

/** Reads a text that fits `pattern`; `rule` finishes the sentence "must …". */
export const textLike = (pattern: RegExp, rule: string) =>
  z.string().regex(pattern, `must ${rule}`);
