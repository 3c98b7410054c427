import type { Match } from '../match.js';
import { after, before } from '../match.js';
import type { Rule } from '../rule.js';
import {
  fullMonth,
  fullWeekday,
  MONTH,
  monthName,
  SHORT_MONTH,
  SHORT_WEEKDAY,
} from './calendar-names.js';
import { find, START, WORD_END } from './patterns.js';
import { closingStop } from './surroundings.js';
import type { EnglishContext } from './words.js';
import { ordinal, year } from './words.js';

interface CalendarDate {
  readonly day: number;
  readonly month: number;
  /** As written: two or four digits, or ''. */
  readonly year: string;
}

const CENTURY_TURN = 70;

/** Reads a date in the order of the dialect; null if there is no such day. */
const sayDate = (date: CalendarDate, context: EnglishContext): string | null => {
  const month = monthName(date.month);
  if (month === undefined || date.day < 1 || date.day > 31) return null;
  const day = ordinal(String(date.day), context);
  const words = context.british ? `the ${day} of ${month}` : `${month} ${day}`;
  return date.year === '' ? words : `${words}, ${year(fullYear(date.year), context)}`;
};

const fullYear = (digits: string): string => {
  if (digits.length !== 2) return digits;
  return `${Number(digits) < CENTURY_TURN ? '20' : '19'}${digits}`;
};

/** 3/15 and 15/3 in either order; the dialect decides where both would do. */
const numericDate = (
  [first, second, digits]: readonly [string, string, string],
  dayFirst: boolean,
): CalendarDate => {
  const [a, b] = [Number(first), Number(second)];
  const firstIsDay = a > 12 || (dayFirst && b <= 12);
  return { day: firstIsDay ? a : b, month: firstIsDay ? b : a, year: digits };
};

const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
// The dot of a short name; a full name's dot ends the sentence.
const DOT = String.raw`(?:(?<=(?<!\p{L})${SHORT_MONTH})\.)?`;
const YEAR = String.raw`(?:(,? )(\d{4})(?![\p{L}\p{N}]|[.,:]\d))?`;
const NO_MORE = String.raw`(?![\p{L}\p{M}\p{N}_]|[-–.,:\/]\d)`;

const spokenYear = (comma: string, digits: string, context: EnglishContext): string =>
  digits === '' ? '' : `${comma === ' ' ? ' ' : ', '}${year(digits, context)}`;

/** Rules for calendar dates in figures and in words, and for short names of months and days. */
export const DATE_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'ISO date',
    pattern: find(
      String.raw`${START}(\d{4})([-\/.])(\d{1,2})\2(\d{1,2})(?:(T)(?=\d{2}:\d{2})|${NO_MORE})`,
    ),
    say: ({ parts: [, digits, , month, day, clock] }, context) => {
      const date = { day: Number(day), month: Number(month), year: digits };
      const words = sayDate(date, context);
      return words === null || clock === '' ? words : `${words}, at`;
    },
  },
  {
    name: 'numeric date',
    pattern: find(String.raw`${START}(\d{1,2})([-\/.])(\d{1,2})\2(\d{4}|(?<=\/)\d{2})${NO_MORE}`),
    say: ({ parts: [, first, mark, second, digits] }, context) =>
      sayDate(numericDate([first, second, digits], context.british || mark === '.'), context),
  },
  {
    name: 'day and month in figures',
    pattern: find(
      String.raw`(?<=(?<!\p{L})(?:[Oo]n|[Bb]y|[Uu]ntil|[Dd]ue|[Ss]ince|[Ff]rom|[Mm]eet|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\p{L}{0,6},?) )(\d{1,2})\/(\d{1,2})${NO_MORE}`,
    ),
    say: ({ parts: [, first, second] }, context) =>
      sayDate(numericDate([first, second, ''], context.british), context),
  },
  {
    // Parts this small are no fractions anyone writes.
    name: 'probable month and day',
    pattern: find(String.raw`${START}(0?[1-9]|1[0-2])\/(1[34579]|18|2[1-9]|3[01])${NO_MORE}`),
    say: ({ parts: [, month, day] }, context) =>
      sayDate({ month: Number(month), day: Number(day), year: '' }, context),
  },
  {
    name: 'September 11',
    pattern: find(String.raw`${START}9\/11${NO_MORE}`),
    say: () => 'nine eleven',
  },
  {
    name: 'month and day',
    pattern: find(
      String.raw`${START}(${MONTH})${DOT} ${DAY}(?:[-–](\d{1,2})(?:st|nd|rd|th)?)?${YEAR}${NO_MORE}`,
    ),
    say: ({ parts: [, month, day, lastDay, comma, digits] }, context) => {
      const days = [day, lastDay].filter((one) => one !== '');
      if (days.some((one) => Number(one) < 1 || Number(one) > 31)) return null;
      const words = days.map((one) => ordinal(String(Number(one)), context)).join(' to ');
      return `${fullMonth(month)} ${words}${spokenYear(comma, digits, context)}`;
    },
  },
  {
    name: 'day and month',
    pattern: find(String.raw`${START}${DAY}(?: of)? (${MONTH})${DOT}${YEAR}${NO_MORE}`),
    say: (match, context) => {
      const [, day, month, comma, digits] = match.parts;
      if (Number(day) < 1 || Number(day) > 31) return null;
      const article = /(?<!\p{L})the $/iu.test(before(match, 5)) ? '' : 'the ';
      const words = `${article}${ordinal(String(Number(day)), context)} of ${fullMonth(month)}`;
      return `${words}${spokenYear(comma, digits, context)}${digits === '' ? closingStop(match) : ''}`;
    },
  },
  {
    name: 'month and year',
    pattern: find(String.raw`${START}(${MONTH})${DOT}(,? )(\d{4})${NO_MORE}`),
    say: ({ parts: [, month, comma, digits] }, context) =>
      `${fullMonth(month)}${spokenYear(comma, digits, context)}`,
  },
  {
    name: 'range of months or days',
    pattern: find(
      String.raw`${START}(?:(${SHORT_MONTH})\.?|(${SHORT_WEEKDAY})\.?) ?[-–] ?(?:(${SHORT_MONTH})|(${SHORT_WEEKDAY}))${WORD_END}(?:\.(?= ?[\p{Ll}\d,]))?`,
    ),
    say: (match) => {
      const [, firstMonth, firstDay, lastMonth, lastDay] = match.parts;
      const from = firstMonth === '' ? fullWeekday(firstDay) : fullMonth(firstMonth);
      const to = lastMonth === '' ? fullWeekday(lastDay) : fullMonth(lastMonth);
      return `${from} to ${to}`;
    },
  },
  {
    name: 'short month',
    pattern: find(
      String.raw`${START}(${SHORT_MONTH})(?:\.|(?=(?: ?[-–\/] ?| and | or | to )(?:${MONTH})${WORD_END}))`,
    ),
    say: (match) => {
      const [written, month] = match.parts;
      if (written.endsWith('.') && !isMonthHere(match)) return null;
      return `${fullMonth(month)}${closingStop(match)}`;
    },
  },
  {
    name: 'weekday after a preposition',
    pattern: find(
      String.raw`(?=S)(?<=(?<!\p{L})(?:on|every|closed|open|until|through) )(Sat|Sun)(?:\.|(?![\p{L}\p{N}]))`,
    ),
    say: (match) => fullWeekday(match.parts[1]) + closingStop(match),
  },
  {
    name: 'short weekday',
    pattern: find(
      String.raw`${START}(Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)(?:\.(?=,? ?(?:[\uE000\p{L}\d]|$))|(?=,? (?:\uE000|at \d|\d)|, ${MONTH}|(?:,| &| and| or|\/) ?${SHORT_WEEKDAY}(?!\p{L})))`,
    ),
    say: (match) => {
      const [written, day] = match.parts;
      if (/^S.*\.$/.test(written) && !/^,? ?[\uE000\d]/u.test(after(match, 3))) return null;
      return `${fullWeekday(day)}${closingStop(match)}`;
    },
  },
  {
    name: 'last weekday of several',
    pattern: find(
      String.raw`(?=[MTWFS])(?<=\uE000(?:,? & |,? and |, | or |\/))(${SHORT_WEEKDAY})(?:\.|${WORD_END})`,
    ),
    say: (match) => fullWeekday(match.parts[1]) + closingStop(match),
  },
];

/** "Jan." may be a friend; a preposition or a figure beside it makes it a month. */
const isMonthHere = (match: Match): boolean =>
  /(?<!\p{L})(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|of|[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Ll]ate|mid)[ -]$/u.test(
    before(match, 7),
  ) || /^,? ?[\d\uE000]/u.test(after(match, 3));
