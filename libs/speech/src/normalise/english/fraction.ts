import type { Rule } from '../rule.js';
import { find, FRACTION, NUMBER_END, START } from './patterns.js';
import { mixedFraction, parseFraction } from './quantity.js';
import type { EnglishContext } from './words.js';

/** Rules for fractions: "3/4", "1½", "7/10" ("seven out of ten"), "24/7". */
export const FRACTION_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'around the clock',
    pattern: find(String.raw`${START}24\/7(?:\/365)?${NUMBER_END}`),
    say: () => 'twenty-four seven',
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
