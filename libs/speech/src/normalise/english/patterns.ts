/** Nothing that belongs to the expression stands before it. */
export const START = String.raw`(?<![\p{L}\p{M}\p{N}_\uE000]|\d[.,])`;

/** The word ends here. */
export const WORD_END = String.raw`(?![\p{L}\p{M}\p{N}_])`;

/** The number ends here: no more digits, no decimals, no letters. */
export const NUMBER_END = String.raw`(?![\p{L}\p{M}\p{N}_]|[.,]\d)`;

/** A number as people write it: grouped or plain digits with decimals, or decimals alone. */
export const NUMBER = String.raw`(?:(?:\d{1,3}(?:,\d{2,3}){0,5},\d{3}|\d{1,18})(?:\.\d{1,18})?|\.\d{1,18})`;

/** What joins the ends of a range. */
export const DASH = String.raw` ?[-–—] ?`;

export const VULGAR = '[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒]';

/** A simple or mixed fraction: 3/4, 1 1/2, 1½. */
export const FRACTION = String.raw`(?:\d{1,3} \d{1,2}\/\d{1,3}|\d{1,3}\/\d{1,3}|\d{0,6} ?${VULGAR})`;

/** How much of something: a fraction, a number or a range. */
export const QUANTITY = String.raw`(?:${FRACTION}|${NUMBER}(?:${DASH}${NUMBER})?)`;

/** Compiles a pattern that finds every match and knows letters of all scripts. */
export const find = (source: string, flags = ''): RegExp => new RegExp(source, `gu${flags}`);

/** Makes an alternation of literal words, longest first. */
export const anyOf = (words: Iterable<string>): string => {
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  return `(?:${longestFirst.map((word) => word.replace(/[$.*+?^()[\]{}|\\/-]/g, '\\$&')).join('|')})`;
};
