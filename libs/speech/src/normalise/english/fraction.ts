import type { Rule } from '../rule.js';
import { find, FRACTION, NUMBER_END, START } from './patterns.js';
import { mixedFraction, parseFraction } from './quantity.js';
import type { EnglishContext } from './words.js';
import { number } from './words.js';

/** Rules for fractions: "3/4", "1½", "7/10" ("seven out of ten"), "24/7". */
export const FRACTION_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'around the clock',
    pattern: find(String.raw`${START}24\/7(?:\/365)?${NUMBER_END}`),
    say: () => 'twenty-four seven',
  },
  {
    name: 'even chances',
    pattern: find(String.raw`${START}50[\/-]50${NUMBER_END}`),
    say: () => 'fifty-fifty',
  },
  {
    name: 'mark out of',
    pattern: find(String.raw`${START}(\d{1,2}\.\d{1,2})\/(5|10|20|100)${NUMBER_END}`),
    say: ({ parts: [, mark, best] }, context) =>
      `${number(mark, context)} out of ${number(best, context)}`,
  },
  {
    name: 'fraction',
    pattern: find(String.raw`${START}(${FRACTION})(?![\p{M}\p{N}_\/]|[.,]\d)`),
    say: ({ parts: [, written] }, context) => {
      const fraction = parseFraction(written.trim());
      return fraction === null ? null : mixedFraction(fraction, context);
    },
  },
];
