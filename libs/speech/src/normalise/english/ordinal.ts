import type { Rule } from '../rule.js';
import { find, START, WORD_END } from './patterns.js';
import type { EnglishContext } from './words.js';
import { ordinal } from './words.js';

/** Rules for ranks: "1st", "22nd", "1,000th". */
export const ORDINAL_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'ordinal',
    pattern: find(
      String.raw`${START}(\d{1,3}(?:,\d{3}){1,4}|\d{1,18})(?:st|nd|rd|th|ST|ND|RD|TH)(s?)${WORD_END}`,
    ),
    say: ({ parts: [, digits, many] }, context) =>
      ordinal(digits.replaceAll(',', ''), context) + many,
  },
];
