import type { Rule } from '../rule.js';
import { anyOf, find, START } from './patterns.js';
import { LENGTH_UNITS } from './unit-names.js';
import type { EnglishContext } from './words.js';
import { nameDigits, number } from './words.js';

const SIDE = String.raw`(\d{1,5}(?:\.\d{1,3})?)`;
const LENGTH = anyOf(LENGTH_UNITS.keys());
const END = String.raw`(?![\p{L}\p{M}\p{N}_]|[.,]\d)`;

const sayBy = (sides: readonly string[], context: EnglishContext): string =>
  sides
    .filter((side) => side !== '')
    .map((side) => (side.includes('.') ? number(side, context) : nameDigits(side, context)))
    .join(' by ');

/** Rules for sizes: "1920x1080", "3 x 4 m". */
export const DIMENSION_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'size with unit',
    pattern: find(`${START}${SIDE} ?[x×] ?${SIDE}(?: ?[x×] ?${SIDE})? ?(${LENGTH})${END}`),
    say: ({ parts: [, first, second, third, symbol] }, context) => {
      const unit = LENGTH_UNITS.get(symbol);
      return unit === undefined ? null : `${sayBy([first, second, third], context)} ${unit[1]}`;
    },
  },
  {
    name: 'size',
    pattern: find(`${START}${SIDE}[x×]${SIDE}(?:[x×]${SIDE})?${END}`),
    say: ({ parts: [, ...sides] }, context) => sayBy(sides, context),
  },
];
