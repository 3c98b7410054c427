import type { Match } from '../match.js';
import { after, before } from '../match.js';
import type { Rule } from '../rule.js';
import { find, NUMBER_END, START, WORD_END } from './patterns.js';
import type { EnglishContext } from './words.js';
import { cardinal, plural, twoDigits, year } from './words.js';

const CALENDAR = '(1[1-9]\\d{2}|20\\d{2})';
const DATED =
  /(?<!\p{L})(?:in|since|of|by|until|till|from|the|year|circa|before|after|during|mid|early|late)[ -]$/iu;
const COUNTED = /^ (?:people|men|women|children|\p{Ll}{3,30}s(?<!us|is|ss|as))(?!\p{L})/u;
const COUNTED_OLD = /^ (?:\p{Ll}+ )?(?:people|\p{Ll}{3,30}s(?<!us|is|ss|as))(?!\p{L})/u;
const NOT_NOUNS =
  /^ (?:always|perhaps|versus|towards|besides|does|sometimes|needs|looks|seems|marks|comes|goes|brings|begins|starts|ends|shows|tells|makes|gets)(?!\p{L})/u;

/** "1500 users" counts, "the 2020 elections" and "in 1984" date. */
const isCount = (match: Match): boolean => {
  const next = after(match, 40);
  const counted = /^(?:19|20)/.test(match.parts[0]) ? COUNTED : COUNTED_OLD;
  return counted.test(next) && !NOT_NOUNS.test(next) && !DATED.test(before(match, 8));
};

/** Rules for decades: "the 1990s", "'90s", "in her 30s". */
export const DECADE_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'decade',
    pattern: find(
      String.raw`(?<![\p{L}\p{M}\p{N}_\uE000.,$€£])(1[1-9]\d0|20\d0)(?:'?s)${WORD_END}`,
    ),
    say: ({ parts: [, digits] }, context) => plural(year(digits, context)),
  },
  {
    name: 'short decade',
    pattern: find(
      String.raw`(?=['2-9])(?:(?<![\p{L}\p{N}])'|(?<=(?<!\p{L})(?:the|his|her|their|my|your|our|early|mid|late|of)[ -]'?))([2-9]0)'?s${WORD_END}`,
      'i',
    ),
    say: ({ parts: [, digits] }, context) => plural(cardinal(digits, context)),
  },
];

/** Rules for years, which are read in two halves; a count of things is not. */
export const YEAR_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'short year',
    pattern: find(String.raw`(?<![\p{L}'])'(\d{2})(?![\p{L}\p{N}'])`),
    say: ({ parts: [, digits] }, context) => twoDigits(digits, context),
  },
  {
    name: 'range of years',
    pattern: find(String.raw`${START}${CALENDAR} ?[-–—\/] ?(\d{4}|\d{2})${NUMBER_END}`),
    say: ({ parts: [, from, to] }, context) => {
      const full = to.length === 2 ? from.slice(0, 2) + to : to;
      if (Number(full) <= Number(from)) return null;
      const end = to.length === 2 ? twoDigits(to, context) : year(to, context);
      return `${year(from, context)} to ${end}`;
    },
  },
  {
    name: 'year',
    pattern: find(`${START}${CALENDAR}${NUMBER_END}`),
    say: (match, context) => (isCount(match) ? cardinal : year)(match.parts[1], context),
  },
];
