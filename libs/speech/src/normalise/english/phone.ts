import type { Rule } from '../rule.js';
import { find, NUMBER_END } from './patterns.js';
import type { EnglishContext } from './words.js';
import { digitByDigit } from './words.js';

const FREE = String.raw`(?<![\p{L}\p{M}\p{N}_\uE000+$€£¥#.,/–-]|\d )`;
const END = String.raw`(?![\p{L}\p{M}\p{N}_]|[-–.,:/]\d)`;
const EXTENSION = String.raw`(?:,? ?(?:ext\.?|extension|x) ?(\d{1,6}))?`;

/** Reads groups of digits with a breath between them; round hundreds as such ("eight hundred"). */
const sayGroups = (written: string): string =>
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

/** Finds at least `least` digits that one of the words announces ("your code is 4821"). */
const afterWords = (words: string, least: number): RegExp =>
  find(
    String.raw`(?=\d{${least}})(?<=(?<!\p{L})(?:${words})(?: is|:)? #?)\d{1,20}${NUMBER_END}`,
    'i',
  );

/** Rules for numbers that are dialled or typed: read digit by digit, in the groups they are written in. */
export const PHONE_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'international phone number',
    pattern: find(
      String.raw`${FREE}(\+\d{1,3}(?:[ .-]?\(\d{1,4}\))?(?:[ .-]?\d{1,5}){1,7})${EXTENSION}${END}`,
    ),
    say: ({ parts: [, written, extension] }) => {
      const digits = digitCount(written);
      return digits < 8 || digits > 15 ? null : sayPhone(inThrees(grouped(written)), extension);
    },
  },
  {
    name: 'American phone number',
    pattern: find(
      String.raw`${FREE}((?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4})${EXTENSION}${END}`,
    ),
    say: ({ parts: [, written, extension] }) => sayPhone(written, extension),
  },
  {
    name: 'local phone number',
    pattern: find(String.raw`${FREE}([2-9]\d{2}-\d{4})${EXTENSION}${END}`),
    say: ({ parts: [, written, extension] }) =>
      written.endsWith('00') ? null : sayPhone(written, extension),
  },
  {
    name: 'national phone number',
    pattern: find(String.raw`${FREE}(\(?0\d{1,4}\)?[ -]\d{3,4}[ -]?\d{3,4})${EXTENSION}${END}`),
    say: ({ parts: [, written, extension] }) => sayPhone(written, extension),
  },
  {
    name: 'card number',
    pattern: find(String.raw`${FREE}\d{4}([ -])\d{4}\1\d{4}(?:\1\d{1,4})?${END}`),
    say: ({ parts: [written] }) => sayGroups(written),
  },
  {
    name: 'hyphenated number',
    pattern: find(String.raw`${FREE}\d{1,8}(?:-\d{1,8}){2,5}${END}`),
    say: ({ parts: [written] }) => sayGroups(written),
  },
  {
    name: 'emergency number',
    pattern: find(
      String.raw`(?<=(?<!\p{L})(?:[Cc]all|[Dd]ial|[Tt]ext|[Rr]ing|[Cc]alling|[Dd]ialing) )(\d{3,6})${NUMBER_END}`,
    ),
    say: ({ parts: [, digits] }) => digitByDigit(digits),
  },
  {
    name: 'code',
    pattern: afterWords(
      'code|pin|passcode|password|otp|extension|ext\\.?|zip|postcode|flight|ending(?: in| with)?|starting with',
      3,
    ),
    say: ({ parts: [digits] }) => digitByDigit(digits),
  },
  {
    name: 'identifier',
    pattern: afterWords('number|no\\.|id|account|order|ticket|case|invoice|reference|tracking', 5),
    say: ({ parts: [digits] }) => digitByDigit(digits),
  },
  {
    name: 'long number after #',
    pattern: find(String.raw`(?<=#)\d{4,20}${NUMBER_END}`),
    say: ({ parts: [digits] }) => digitByDigit(digits),
  },
  {
    name: 'ZIP code',
    pattern: find(String.raw`(?<=(?<!\p{L})(?:[A-Z]{2}|D\.C\.) )(\d{5})(?:-(\d{4}))?${END}`),
    say: ({ parts: [, zip, route] }) =>
      digitByDigit(zip) + (route === '' ? '' : `, ${digitByDigit(route)}`),
  },
];
