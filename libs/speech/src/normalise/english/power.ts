import { before } from '../match.js';
import type { Rule } from '../rule.js';
import { find } from './patterns.js';
import { wording } from './wording.js';
import type { EnglishContext } from './words.js';
import { cardinal } from './words.js';

const BASE = String.raw`(?<=[\p{L}\p{N}\uE000)\]])`;
const ENDS_IN_BASE = /[\p{L}\p{N}\uE000)\]]$/u;
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const lowered = (raised: string): string =>
  Array.from(raised, (digit) => String(RAISED.indexOf(digit))).join('');

/** Rules for exponents: "x²", "10^6", "2⁻³"; raised figures behind words are notes and fall silent. */
export const POWER_RULES: readonly Rule<EnglishContext>[] = [
  wording('note reference', /(?=[⁰¹²³⁴-⁹])(?<=\p{L}{3}|[.,!?"])[⁰¹²³⁴-⁹]{1,3}/gu, ''),
  wording('squared', find(String.raw`${BASE}(?:²|\^2(?![\d.]))(?![⁰¹²³⁴-⁹])`), ' squared'),
  wording('cubed', find(String.raw`${BASE}(?:³|\^3(?![\d.]))(?![⁰¹²³⁴-⁹])`), ' cubed'),
  {
    name: 'raised figure',
    pattern: find(String.raw`(⁻?)([${RAISED}]{1,15})`),
    say: (match, context) => {
      const [, minus, digits] = match.parts;
      const words = `${minus === '' ? '' : 'minus '}${cardinal(lowered(digits), context)}`;
      return ENDS_IN_BASE.test(before(match, 2)) ? ` to the power of ${words}` : words;
    },
  },
  wording('power', find(String.raw`${BASE}\^(?=[\p{L}\p{N}(-])`), ' to the power of '),
];
