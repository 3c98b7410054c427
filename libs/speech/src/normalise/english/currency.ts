import type { Match } from '../match.js';
import type { Rule } from '../rule.js';
import type { Currency, Noun } from './currency-names.js';
import { CURRENCY_CODES, CURRENCY_SIGNS } from './currency-names.js';
import { anyOf, DASH, find, NUMBER, WORD_END } from './patterns.js';
import { isAttribute } from './surroundings.js';
import type { EnglishContext } from './words.js';
import { cardinal, number } from './words.js';

const SIGN = anyOf(Object.keys(CURRENCY_SIGNS));
const CODE = anyOf(Object.keys(CURRENCY_CODES));
// Continental notation is taken where it cannot mean anything else: two decimals after a comma.
const AMOUNT = String.raw`(\d{1,3}(?:\.\d{3}){1,5},\d{2}(?!\d)|\d{1,9},\d{2}(?![\d,])|${NUMBER})`;
const SCALE = String.raw`((?:[ -]?(?:thousand|million|billion|trillion|bn|mn|tn)|[KkMmBbT]|MM|mm)${WORD_END})?`;
const UPPER = `(?:${DASH}(?:${SIGN})?${AMOUNT})?`;
const END = String.raw`(?![\p{L}\p{M}\p{N}_]|[.,]?\d)`;
const CLEAR = String.raw`(?<![\p{L}\p{M}\p{N}_\uE000]|\d[.,])`;

const SCALES: Readonly<Record<string, string>> = {
  k: 'thousand',
  m: 'million',
  mm: 'million',
  mn: 'million',
  b: 'billion',
  bn: 'billion',
  t: 'trillion',
  tn: 'trillion',
};

interface Price {
  readonly from: string;
  /** The upper end of a range, or ''. */
  readonly to: string;
  /** "million", "k" and the like, or ''. */
  readonly scale: string;
  readonly currency: Currency;
}

const sayPrice = ({ from, to, scale, currency }: Price, context: EnglishContext): string => {
  if (to === '' && scale === '') return sayCoins(plainNotation(from), currency, context);
  const ends = [from, to].filter((end) => end !== '');
  const amount = ends.map((end) => number(plainNotation(end), context)).join(' to ');
  const size = scale.replace(/[ -]/, '').toLowerCase();
  return [amount, SCALES[size] ?? size, currency.notes[1]].filter((word) => word !== '').join(' ');
};

const plainNotation = (amount: string): string =>
  /,\d{2}$/.test(amount) ? amount.replaceAll('.', '').replace(',', '.') : amount;

/** "three dollars and fifty cents"; what has no coins or is finer than them is read as decimals. */
const sayCoins = (amount: string, currency: Currency, context: EnglishContext): string => {
  const { notes, coins } = currency;
  const [whole = '', decimals = ''] = amount.replaceAll(',', '').split('.');
  if (/^0?0?$/.test(decimals) && whole !== '') return counted(whole, notes, context);
  if (coins === null || decimals.length > 2) return `${number(amount, context)} ${notes[1]}`;
  const small = counted(String(Number(decimals.padEnd(2, '0'))), coins, context);
  return Number(whole) === 0 ? small : `${counted(whole, notes, context)} and ${small}`;
};

const counted = (digits: string, [one, many]: Noun, context: EnglishContext): string =>
  `${cardinal(digits, context)} ${digits === '1' ? one : many}`;

/** Codes name amounts on lists, where nobody counts coins: "0.92 EUR" is "zero point nine two euros". */
const currencyOf = (sign: string, match: Match): Currency | null => {
  const currency = CURRENCY_SIGNS[sign] ?? uncoined(CURRENCY_CODES[sign]);
  if (currency === null || !isAttribute(match)) return currency;
  // "a $5 bill" is a five dollar bill.
  return { notes: singular(currency.notes), coins: currency.coins && singular(currency.coins) };
};

const uncoined = (currency: Currency | undefined): Currency | null =>
  currency === undefined ? null : { ...currency, coins: null };

const singular = ([one]: Noun): Noun => [one, one];

/** Rules for money: "$3.50" → "three dollars and fifty cents", "$1M", "20 USD", "50¢". */
export const CURRENCY_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'currency before amount',
    pattern: find(`${CLEAR}(${SIGN}|${CODE}(?= ?[\\d.]))( ?-)? ?${AMOUNT}${UPPER}${SCALE}${END}`),
    say: (match, context) => {
      const [, sign, minus, from, to, scale] = match.parts;
      const currency = currencyOf(sign, match);
      if (currency === null) return null;
      return `${minus === '' ? '' : 'minus '}${sayPrice({ from, to, scale, currency }, context)}`;
    },
  },
  {
    name: 'currency after amount',
    pattern: find(`${CLEAR}${AMOUNT}${UPPER}${SCALE} ?(${SIGN}|${CODE})${END}`),
    say: (match, context) => {
      const [, from, to, scale, sign] = match.parts;
      const currency = currencyOf(sign, match);
      return currency && sayPrice({ from, to, scale, currency }, context);
    },
  },
  {
    name: 'cents',
    pattern: find(`${CLEAR}(${NUMBER}) ?¢`),
    say: ({ parts: [, amount] }, context) =>
      `${number(amount, context)} ${amount === '1' ? 'cent' : 'cents'}`,
  },
];
