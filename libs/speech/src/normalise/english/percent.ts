import type { Rule } from '../rule.js';
import { DASH, find, FRACTION, NUMBER, START } from './patterns.js';
import { quantity } from './quantity.js';
import type { EnglishContext } from './words.js';

const SIGNS: Readonly<Record<string, string>> = {
  '%': 'percent',
  '‰': 'per mille',
  '‱': 'basis points',
};

/** Rules for parts of a hundred or a thousand: "50%", "5-10 %", "3‰". */
export const PERCENT_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'percent',
    pattern: find(String.raw`${START}(?:(${NUMBER})[%‰]?${DASH})?(${FRACTION}|${NUMBER}) ?([%‰‱])`),
    say: ({ parts: [, from, to, sign] }, context) => {
      const amounts = [from, to].filter((amount) => amount !== '');
      const words = amounts.map((amount) => quantity(amount, context)).join(' to ');
      return `${words} ${SIGNS[sign] ?? ''}`;
    },
  },
];
