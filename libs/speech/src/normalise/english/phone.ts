import type { Rule } from '../rule.js';
import { find } from './patterns.js';
import type { EnglishContext } from './words.js';
import { digitByDigit } from './words.js';

/** Nothing before it makes another number of what is dialled or typed. */
export const DIAL_START = String.raw`(?<![\p{L}\p{M}\p{N}_\uE000+$€£¥#.,/–-]|\d )`;
/** What is dialled or typed ends here. */
export const DIAL_END = String.raw`(?![\p{L}\p{M}\p{N}_]|[-–.,:/]\d)`;
const EXTENSION = String.raw`(?:,? ?(?:ext\.?|extension|x) ?(\d{1,6}))?`;

/** Reads groups of digits with a breath between them; round hundreds as such ("eight hundred"). */
export const sayGroups = (written: string): string =>
  Array.from(written.matchAll(/\d+/g), ([group]) =>
    /^[1-9]00$/.test(group) ? `${digitByDigit(group.charAt(0))} hundred` : digitByDigit(group),
  ).join(', ');

const sayPhone = (written: string, extension: string): string => {
  const plus = written.startsWith('+') ? 'plus ' : '';
  const tail = extension === '' ? '' : `, extension ${digitByDigit(extension)}`;
  return `${plus}${sayGroups(written)}${tail}`;
};

const digitCount = (written: string): number => written.replace(/\D/g, '').length;

/** "+15551234567" is dialled in groups even where it is written without. */
const grouped = (digits: string): string =>
  digits
    .replace(/^(\+?1)?(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3 $4')
    .replace(/^(\+\d{2})(?=\d{7,})/, '$1 ');

const inThrees = (written: string): string =>
  written.replace(/\d{8,}/g, (run) => run.replace(/\d{3}(?=\d{2})/g, '$& '));

/** Rules for phone numbers: read digit by digit, in the groups they are written in. */
export const PHONE_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'international phone number',
    pattern: find(
      String.raw`${DIAL_START}(\+\d{1,3}(?:[ .-]?\(\d{1,4}\))?(?:[ .-]?\d{1,5}){1,7})${EXTENSION}${DIAL_END}`,
    ),
    say: ({ parts: [, written, extension] }) => {
      const digits = digitCount(written);
      return digits < 8 || digits > 15 ? null : sayPhone(inThrees(grouped(written)), extension);
    },
  },
  {
    name: 'American phone number',
    pattern: find(
      String.raw`${DIAL_START}((?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4})${EXTENSION}${DIAL_END}`,
    ),
    say: ({ parts: [, written, extension] }) => sayPhone(written, extension),
  },
  {
    name: 'local phone number',
    pattern: find(String.raw`${DIAL_START}([2-9]\d{2}-\d{4})${EXTENSION}${DIAL_END}`),
    say: ({ parts: [, written, extension] }) =>
      written.endsWith('00') ? null : sayPhone(written, extension),
  },
  {
    name: 'national phone number',
    pattern: find(
      String.raw`${DIAL_START}(\(?0\d{1,4}\)?[ -]\d{3,4}[ -]?\d{3,4})${EXTENSION}${DIAL_END}`,
    ),
    say: ({ parts: [, written, extension] }) => sayPhone(written, extension),
  },
];
