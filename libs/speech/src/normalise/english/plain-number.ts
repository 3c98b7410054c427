import type { Rule } from '../rule.js';
import { DASH, find, NUMBER, NUMBER_END, START } from './patterns.js';
import type { EnglishContext } from './words.js';
import { cardinal, digitByDigit, nameDigits, number } from './words.js';

/** Without separators, numbers this long are keys and accounts, not amounts. */
const MAX_UNGROUPED_DIGITS = 9;

const sayPlain = (written: string, context: EnglishContext): string =>
  /^\d+$/.test(written) && written.length > MAX_UNGROUPED_DIGITS && !/0{6}$/.test(written)
    ? digitByDigit(written)
    : number(written, context);

const SCALES: Readonly<Record<string, string>> = {
  k: 'thousand',
  mn: 'million',
  bn: 'billion',
  m: 'million',
  b: 'billion',
  t: 'trillion',
};

const sayScaled = (written: string, letter: string, context: EnglishContext): string =>
  // 4K is a picture, 10k a count.
  /^[248]$/.test(written) && letter === 'K'
    ? `${number(written, context)} K`
    : `${number(written, context)} ${SCALES[letter.toLowerCase()] ?? letter}`;

/** "Llama-3.1-405B", "Boeing 737-800". */
const sayFirst = (written: string, context: EnglishContext): string =>
  written.includes('.') ? number(written, context) : nameDigits(written, context);

/** Rules for numbers that no other family has taken. */
export const PLAIN_NUMBER_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'first of two numbers in a name',
    pattern: /(?=\d)(?<=\p{L}-?|(?:Boeing|Airbus) )\d{1,4}(?:\.\d{1,3})?-(?=\d)/gu,
    say: ({ parts: [written] }, context) => `${sayFirst(written.slice(0, -1), context)} `,
  },
  {
    name: 'scaled number',
    pattern: find(
      String.raw`${START}(${NUMBER})([KkMBT]|bn|mn)(?![\p{L}\p{M}\p{N}_]|(?<=[BT]) \p{Lu}\p{Ll})`,
    ),
    say: ({ parts: [, written, letter] }, context) => sayScaled(written, letter, context),
  },
  {
    name: 'count of things on a list',
    pattern: find(String.raw`${START}(\d{1,4})[x×](?= \p{Lu}\p{Ll})`),
    say: ({ parts: [, count] }, context) => cardinal(count, context),
  },
  {
    name: 'times',
    pattern: find(
      String.raw`(?<![-+=*/×÷] )${START}(${NUMBER})[x×](?= [\p{L}\d\uE000]|[.,;:!?)"']|$)`,
    ),
    say: ({ parts: [, written] }, context) => `${number(written, context)} times`,
  },
  {
    name: 'subtraction',
    pattern: find(String.raw`${START}(${NUMBER})${DASH}(${NUMBER})(?= ?(?:=|equals ))`),
    say: ({ parts: [, from, to] }, context) =>
      `${number(from, context)} minus ${number(to, context)}`,
  },
  {
    name: 'range',
    pattern: find(
      String.raw`${START}(${NUMBER})( ?[-–—] ?)(${NUMBER})(?![\p{M}\p{N}_]|[.,]\d|[-–]\d)`,
    ),
    say: ({ parts: [, from, dash, to] }, context) => {
      const spaced = dash.trim() === '-' && dash.length === 3;
      const falls = Number(from.replaceAll(',', '')) > Number(to.replaceAll(',', ''));
      const word = spaced && falls ? 'minus' : 'to';
      return `${sayPlain(from, context)} ${word} ${sayPlain(to, context)}`;
    },
  },
  {
    name: 'model number',
    pattern: find(
      String.raw`(?=\d{3})(?<=(?<!\p{L})(?:\p{Lu}{2,5}|[Aa]|[Ee]rror|[Ss]tatus|Boeing|Airbus|Flight|Room|Suite|Route|Highway|Interstate|Bus)[- ])\d{3,4}${NUMBER_END}`,
    ),
    say: ({ parts: [digits] }, context) => nameDigits(digits, context),
  },
  {
    name: 'number',
    pattern: find(`${START}${NUMBER}${NUMBER_END}`),
    say: ({ parts: [written] }, context) => sayPlain(written, context),
  },
  {
    name: 'digits in a name',
    pattern: /(?=\d)(?<=[\p{L}\p{M}]-?)\d{1,18}(?!\d|[.,]\d)/gu,
    say: ({ parts: [digits] }, context) => nameDigits(digits, context),
  },
  {
    name: 'decimals',
    pattern: /\d{1,15}\.\d{1,30}(?!\d)/g,
    say: ({ parts: [written] }, context) => number(written, context),
  },
  {
    name: 'any digits',
    pattern: /\d+/g,
    say: ({ parts: [digits] }, context) =>
      digits.length < 4 ? cardinal(digits, context) : digitByDigit(digits),
  },
];
