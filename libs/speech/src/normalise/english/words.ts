import { toCardinal, toOrdinal } from 'n2words/en-US';

/** How English is read here. */
export interface EnglishContext {
  /** "one hundred and five" and day before month, against "one hundred five" and month before day. */
  readonly british: boolean;
}

/** Longer whole numbers are read digit by digit: nobody follows quadrillions. */
const MAX_CARDINAL_DIGITS = 15;

/** Reads a whole number: '42' → "forty-two"; digit by digit with leading zeros or past the trillions. */
export const cardinal = (digits: string, { british }: EnglishContext): string =>
  digits.length > MAX_CARDINAL_DIGITS || /^0\d/.test(digits)
    ? digitByDigit(digits)
    : toCardinal(digits, { and: british });

/** Reads a rank: '22' → "twenty-second". */
export const ordinal = (digits: string, context: EnglishContext): string => {
  if (digits.length > MAX_CARDINAL_DIGITS || digits.startsWith('0'))
    return cardinal(digits, context);
  const words = toOrdinal(digits);
  return context.british ? words.replace(/ hundred (?=\w)/g, ' hundred and ') : words;
};

/** Reads digits one by one: '407' → "four zero seven". */
export const digitByDigit = (digits: string): string =>
  Array.from(digits, (digit) => DIGITS[Number(digit)] ?? '').join(' ');

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Reads a number as written, thousands separators and decimals included: '1,200.5', '.5'. */
export const number = (written: string, context: EnglishContext): string => {
  const [whole = '', decimals] = written.replaceAll(',', '').split('.');
  const words = whole === '' ? '' : cardinal(whole, context);
  return decimals === undefined ? words : `${words} point ${digitByDigit(decimals)}`.trimStart();
};

/** Reads four digits as a year: "nineteen oh five", "two thousand five", "twenty twenty-four". */
export const year = (digits: string, context: EnglishContext): string => {
  const low = Number(digits.slice(-2));
  if (digits.length !== 4 || /^.00\d$/.test(digits)) return cardinal(digits, context);
  const century = cardinal(digits.slice(0, 2), context);
  return `${century} ${low === 0 ? 'hundred' : twoDigits(digits.slice(-2), context)}`;
};

/** Reads the digits after a century or an hour: '05' → "oh five". */
export const twoDigits = (digits: string, context: EnglishContext): string =>
  digits.startsWith('0') ? `oh ${digitByDigit(digits.slice(1))}` : cardinal(digits, context);

/** Reads digits that are part of a name: "A320" → "three twenty", "RTX 4090" → "forty ninety". */
export const nameDigits = (digits: string, context: EnglishContext): string => {
  if (digits.length > 4 || /^0\d/.test(digits)) return digitByDigit(digits);
  if (digits.length < 3 || digits.endsWith('00')) return cardinal(digits, context);
  return `${cardinal(digits.slice(0, -2), context)} ${twoDigits(digits.slice(-2), context)}`;
};

/** Makes the plural of number words: "nineties", "twenties", "hundreds". */
export const plural = (words: string): string => {
  if (words.endsWith('y')) return `${words.slice(0, -1)}ies`;
  return words.endsWith('x') ? `${words}es` : `${words}s`;
};
