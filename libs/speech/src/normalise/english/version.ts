import type { Rule } from '../rule.js';
import { find, START } from './patterns.js';
import type { EnglishContext } from './words.js';
import { cardinal, digitByDigit } from './words.js';

const END = String.raw`(?![\p{M}\p{N}_]|\.\d)`;

const sayParts = (written: string, context: EnglishContext): string =>
  written
    .split('.')
    .map((part) => (part.length > 3 ? digitByDigit(part) : cardinal(part, context)))
    .join(' point ');

/** Rules for numbers with several points: versions, section numbers, network addresses. */
export const VERSION_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'IP address',
    pattern: find(String.raw`${START}((?:\d{1,3}\.){3}\d{1,3})(?:\/(\d{1,2})|:(\d{2,5}))?${END}`),
    say: ({ parts: [, address, mask, port] }, context) => {
      const words = address.split('.').map(digitByDigit).join(' dot ');
      if (mask !== '') return `${words} slash ${cardinal(mask, context)}`;
      return port === '' ? words : `${words} port ${digitByDigit(port)}`;
    },
  },
  {
    name: 'version',
    pattern: find(
      String.raw`${START}(?:v\.? ?|ver\. ?|V(?=\d+\.\d))(\d{1,6}(?:\.\d{1,6}){0,5})${END}`,
    ),
    say: ({ parts: [, parts] }, context) => `version ${sayParts(parts, context)}`,
  },
  {
    name: 'several points',
    pattern: find(String.raw`${START}(\d{1,6}(?:\.\d{1,6}){2,6})${END}`),
    say: ({ parts: [, parts] }, context) => sayParts(parts, context),
  },
];
