import type { Rule } from '../rule.js';
import { find, NUMBER_END } from './patterns.js';
import { DIAL_END, DIAL_START, sayGroups } from './phone.js';
import type { EnglishContext } from './words.js';
import { digitByDigit } from './words.js';

/** Finds at least `least` digits that one of the words announces ("your code is 4821"). */
const afterWords = (words: string, least: number): RegExp =>
  find(
    String.raw`(?=\d{${least}})(?<=(?<!\p{L})(?:${words})(?: is|:| is:)? #?)\d{1,20}(?:-\d{2,10}){0,3}${NUMBER_END}`,
    'i',
  );

/** Rules for numbers that are typed or looked up: codes, cards, references. */
export const IDENTIFIER_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'card number',
    pattern: find(String.raw`${DIAL_START}\d{4}([ -])\d{4}\1\d{4}(?:\1\d{1,4})?${DIAL_END}`),
    say: ({ parts: [written] }) => sayGroups(written),
  },
  {
    name: 'reference',
    pattern: find(
      String.raw`(?=-\d)(?<=(?<!\p{L})\p{Lu}{1,6})(?:-\d{4,10}|(?:-\d{2,10}){2,4})${DIAL_END}`,
    ),
    say: ({ parts: [written] }) => `, ${sayGroups(written)}`,
  },
  {
    name: 'hexadecimal number',
    pattern: find(String.raw`(?<![\p{L}\p{N}_])0x([\dA-Fa-f]{1,16})(?![\p{L}\p{N}_])`),
    say: ({ parts: [, digits] }) =>
      `zero x ${Array.from(digits, (digit) => (/\d/.test(digit) ? digitByDigit(digit) : digit.toUpperCase())).join(' ')}`,
  },
  {
    name: 'hyphenated number',
    pattern: find(String.raw`${DIAL_START}\d{1,8}(?:-\d{1,8}){2,5}${DIAL_END}`),
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
      'code|pin|passcode|password|otp|extension|ext\\.?|zip|postcode|flight|end(?:ing|s)(?: in| with)?|starting with',
      3,
    ),
    say: ({ parts: [digits] }) => sayGroups(digits),
  },
  {
    name: 'short code',
    pattern: find(String.raw`(?=\d{5})(?<=(?<!\p{L})[Tt]ext \p{Lu}{1,12} to )\d{5,6}${NUMBER_END}`),
    say: ({ parts: [digits] }) => digitByDigit(digits),
  },
  {
    name: 'identifier',
    pattern: afterWords('number|no\\.|id|account|order|ticket|case|invoice|reference|tracking', 5),
    say: ({ parts: [digits] }) => sayGroups(digits),
  },
  {
    name: 'long number after #',
    pattern: find(String.raw`(?<=#)\d{4,20}${NUMBER_END}`),
    say: ({ parts: [digits] }) => digitByDigit(digits),
  },
  {
    name: 'ZIP code',
    pattern: find(String.raw`(?<=(?<!\p{L})(?:[A-Z]{2}|D\.C\.) )(\d{5})(?:-(\d{4}))?${DIAL_END}`),
    say: ({ parts: [, zip, route] }) =>
      digitByDigit(zip) + (route === '' ? '' : `, ${digitByDigit(route)}`),
  },
];
