import { after } from '../match.js';
import type { Rule } from '../rule.js';
import type { EnglishContext } from './words.js';

/** A rule that says the same wherever it matches. */
export const wording = (name: string, pattern: RegExp, spoken: string): Rule<EnglishContext> => ({
  name,
  pattern,
  say: () => spoken,
});

/** A rule that makes a pause wherever it matches, except at the end, where one follows anyway. */
export const pause = (name: string, pattern: RegExp): Rule<EnglishContext> => ({
  name,
  pattern,
  say: (match) => (after(match, 2).trim() === '' ? '' : ', '),
});
