import { DASH, VULGAR } from './patterns.js';
import type { EnglishContext } from './words.js';
import { cardinal, number, ordinal } from './words.js';

const RANGE = new RegExp(`^([^-–—]+)${DASH}([^-–—]+)$`, 'u');
const FRACTION = /^(\d* )?(\d+)[/⁄](\d+)$/;
const VULGAR_SIGN = new RegExp(` ?(${VULGAR})`, 'u');

/** Reads what `QUANTITY` matches: a number, a range ("three to five") or a fraction ("one and a half"). */
export const quantity = (written: string, context: EnglishContext): string => {
  const range = RANGE.exec(written);
  if (range) return `${number(range[1] ?? '', context)} to ${number(range[2] ?? '', context)}`;
  const fraction = parseFraction(written);
  return fraction ? mixedFraction(fraction, context) : number(written, context);
};

/** True where the noun after `written` stands in the singular: one, and fractions without a whole. */
export const isSingular = (written: string): boolean =>
  written === '1' || parseFraction(written)?.whole === '';

/** A fraction's digits; `whole` is '' without a whole part. */
export interface Fraction {
  readonly whole: string;
  readonly above: string;
  readonly below: string;
}

/** Takes "3/4", "1 1/2" or "1½" apart; null if `written` is no fraction. */
export const parseFraction = (written: string): Fraction | null => {
  const [, whole = '', above = '', below = ''] = FRACTION.exec(spelledOut(written)) ?? [];
  return below === '' ? null : { whole: whole.trim(), above, below };
};

/** "1½" → "1 1⁄2". */
const spelledOut = (written: string): string =>
  written.replace(VULGAR_SIGN, (_, sign: string) => ` ${sign.normalize('NFKC')}`);

/** Reads a fraction: "three quarters", "one and a half", "seven out of ten". */
export const mixedFraction = (fraction: Fraction, context: EnglishContext): string => {
  const part = simpleFraction(fraction, context);
  if (fraction.whole === '') return part;
  const whole = cardinal(fraction.whole, context);
  return `${whole} and ${part.replace(/^one (?=eight)/, 'an ').replace(/^one /, 'a ')}`;
};

const simpleFraction = ({ above, below }: Fraction, context: EnglishContext): string => {
  const top = cardinal(above, context);
  if (!isNamed(above, below)) {
    return `${top} ${RATING_SCALES.has(below) ? 'out of' : 'over'} ${cardinal(below, context)}`;
  }
  const name = FRACTION_NAMES[below] ?? ordinal(below, context);
  return `${top} ${above === '1' ? name : `${name}s`}`;
};

/** "7/10" is a mark and "120/80" a pressure; only small parts have names. */
const isNamed = (above: string, below: string): boolean =>
  Number(above) < Number(below) &&
  (NAMED_DENOMINATORS.has(below) || (above === '1' && below === '10'));

const FRACTION_NAMES: Readonly<Record<string, string>> = { 2: 'half', 4: 'quarter' };
const NAMED_DENOMINATORS: ReadonlySet<string> = new Set([
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  '9',
  '16',
  '32',
  '64',
]);
const RATING_SCALES: ReadonlySet<string> = new Set(['5', '10', '20', '100']);
