import type { Rule } from '../rule.js';
import { CURRENCY_SIGNS } from './currency-names.js';
import { anyOf, find } from './patterns.js';
import { SIGN_NAMES } from './sign-names.js';
import type { EnglishContext } from './words.js';

/** Rules of last resort: every sign that is left is called by its name, unknown ones become a pause. */
export const SIGN_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'currency without amount',
    pattern: find(anyOf(Object.keys(CURRENCY_SIGNS).filter((sign) => sign.length === 1))),
    say: ({ parts: [sign] }) => ` ${CURRENCY_SIGNS[sign]?.notes[1] ?? ''} `,
  },
  {
    name: 'sign',
    pattern: find(`[${Object.keys(SIGN_NAMES).join('').replace(/[\\^]/g, '\\$&')}]`),
    say: ({ parts: [sign] }) => ` ${SIGN_NAMES[sign] ?? ''} `,
  },
  {
    name: 'unknown sign',
    pattern: /[^\p{L}\p{M}\p{N}\s.,;:!?"'\uE000-]/gu,
    say: () => ', ',
  },
];
