import type { HeldText } from './held-text.js';

const ABBREVIATIONS: ReadonlySet<string> = new Set([
  ...['dr', 'mr', 'mrs', 'ms', 'prof', 'sr', 'jr', 'st', 'mt', 'fig', 'no', 'vs', 'etc'],
  ...['approx', 'dept', 'inc', 'ltd', 'co', 'al', 'e.g', 'i.e', 'u.s', 'u.k', 'a.m', 'p.m'],
]);

// The last token of the unit, unless it is longer than `approx`: then it is no abbreviation, and a text like
// `a.a.a.…` must not be read again from its beginning at every stop.
const LAST_SHORT_TOKEN = /(?:^|[^\p{L}\p{N}.])(?<token>[\p{L}\p{N}.]{1,6})$/u;
const LOOK_BACK = 14; // units: seven code points, so that a seventh token character is seen
const INITIAL = /^\p{L}$/u;
const OUTER_DOTS = /^\.+|\.+$/g;

/** Says whether a full stop after this text would belong to an abbreviation (`Dr`, `e.g`) or an initial (`J`). */
export const endsInAbbreviation = (text: HeldText): boolean => {
  const token = LAST_SHORT_TOKEN.exec(text.tail(LOOK_BACK))?.groups?.['token'];
  if (token === undefined) return false;
  return INITIAL.test(token) || ABBREVIATIONS.has(token.toLowerCase().replace(OUTER_DOTS, ''));
};
