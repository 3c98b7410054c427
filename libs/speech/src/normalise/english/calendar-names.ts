import { anyOf } from './patterns.js';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const WEEKDAYS: Readonly<Record<string, string>> = {
  Mon: 'Monday',
  Tue: 'Tuesday',
  Tues: 'Tuesday',
  Wed: 'Wednesday',
  Weds: 'Wednesday',
  Thu: 'Thursday',
  Thur: 'Thursday',
  Thurs: 'Thursday',
  Fri: 'Friday',
  Sat: 'Saturday',
  Sun: 'Sunday',
};

/** A month by its number from 1, or undefined. */
export const monthName = (number: number): string | undefined => MONTHS[number - 1];

/** A month by its full name, its first three letters or "Sept", with or without a dot. */
export const fullMonth = (written: string): string => {
  const start = written.slice(0, 3);
  return MONTHS.find((month) => month.startsWith(start)) ?? written;
};

/** A weekday by its abbreviation, with or without a dot. */
export const fullWeekday = (written: string): string =>
  WEEKDAYS[written.replace('.', '')] ?? written;

/** Matches a month as written in a date. */
export const MONTH = anyOf([...MONTHS, ...MONTHS.map((month) => month.slice(0, 3)), 'Sept']);

/** Matches a month's abbreviation. */
export const SHORT_MONTH = '(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)';

/** Matches a weekday's abbreviation. */
export const SHORT_WEEKDAY = anyOf(Object.keys(WEEKDAYS));
