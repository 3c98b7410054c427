import type { Rule } from '../rule.js';
import { find, WORD_END } from './patterns.js';
import type { EnglishContext } from './words.js';
import { cardinal, digitByDigit, year } from './words.js';

/** A listener cannot follow more of a path than this; the rest is left out. */
const MAX_PATH_SEGMENTS = 3;
const MAX_SEGMENT_LENGTH = 32;

const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`;
const TOP_LEVEL =
  '(?:com|org|net|io|ai|dev|app|co|uk|de|fr|es|it|nl|eu|us|ca|au|in|jp|cn|ch|at|se|gov|edu|info|biz|me|tv|ly|gg|xyz|tech|cloud|online|shop|store|site|health|news|live|so|to|fm|ac|be|pl|br|ru)';
const PORT = String.raw`(?::\d{2,5}(?!\d))?`;
const HOST = `${LABEL}(?:\\.${LABEL}){0,6}${PORT}`;
const DOMAIN = `(?:${LABEL}\\.){1,6}${TOP_LEVEL}${WORD_END}${PORT}`;
const MAIL_HOST = String.raw`${LABEL}(?:\.${LABEL}){0,5}\.\p{L}{2,24}${WORD_END}`;
const TARGET = String.raw`(?:[\/?#](?:[^\s<>"'\uE000]{0,4000}[^\s<>"'\uE000.,;:!?)\]}*_])?)?`;
const FREE = String.raw`(?<![\p{L}\p{M}\p{N}@._\uE000-])`;

// Letters that only make sense one by one; the others are read as words.
const SPELLED = /^(?:uk|us|tv|ai|eu|fm|fr|jp|ca|au|ch|cn|nl|pl|br|ru|gg)$/;

/** Says a dotted name: "example dot com", "foo dot co dot UK". */
const sayHost = (host: string, context: EnglishContext): string => {
  const [names = '', port] = host.replace(/^www\./i, '').split(':');
  const labels = names.split('.');
  const words = labels.map((label, index) =>
    index > 0 && SPELLED.test(label) ? label.toUpperCase() : sayCharacters(label, context),
  );
  const spoken = words.join(' dot ');
  return port === undefined ? spoken : `${spoken} port ${digitByDigit(port)}`;
};

const sayPath = (target: string, context: EnglishContext): string =>
  target
    .replace(/[?#].*$/su, '')
    .split('/')
    .filter((segment) => segment !== '')
    .slice(0, MAX_PATH_SEGMENTS)
    .map((segment) => ` slash ${sayCharacters(segment.slice(0, MAX_SEGMENT_LENGTH), context)}`)
    .join('');

const SIGN_NAMES: Readonly<Record<string, string>> = {
  '.': 'dot',
  '-': 'dash',
  _: 'underscore',
  '+': 'plus',
  '~': 'tilde',
  '@': 'at',
  '=': 'equals',
  '&': 'and',
  '/': 'slash',
};

/** Says a name as it must be typed: letters stay, signs get their names, digits are read. */
const sayCharacters = (written: string, context: EnglishContext): string =>
  Array.from(unescaped(written).matchAll(/\d+|[\p{L}\p{M}]+|[^]/gu), ([part]) =>
    sayPart(part, context),
  )
    .filter((word) => word !== '')
    .join(' ');

const unescaped = (written: string): string => written.replace(/%[\dA-Fa-f]{2}/g, ' ');

const sayPart = (part: string, context: EnglishContext): string => {
  if (/^\d/.test(part)) return sayDigits(part, context);
  return /^\p{L}/u.test(part) ? part : (SIGN_NAMES[part] ?? '');
};

const sayDigits = (digits: string, context: EnglishContext): string =>
  digits.length <= 2
    ? cardinal(digits, context)
    : digitByDigit(digits.slice(0, MAX_SEGMENT_LENGTH));

/** Rules for what is typed into browsers and mail programs. */
export const WEB_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'e-mail address',
    pattern: find(
      String.raw`${FREE}(?:mailto:)?([\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63})@(${MAIL_HOST})`,
    ),
    say: ({ parts: [, name, host] }, context) =>
      `${sayCharacters(name, context)} at ${sayHost(host, context)}`,
  },
  {
    name: 'URL',
    pattern: find(
      String.raw`${FREE}(?:https?|ftp|wss?):\/\/(?:[^\s@\/<>"'\uE000]{1,64}@)?(${HOST})(${TARGET})\/?`,
      'i',
    ),
    say: ({ parts: [, host, target] }, context) =>
      sayHost(host, context) + sayPath(target, context),
  },
  {
    name: 'domain',
    pattern: find(
      String.raw`${FREE}(www\.${HOST}|${DOMAIN}|localhost${PORT})(${TARGET})(?![\p{L}\p{N}@])`,
    ),
    say: ({ parts: [, host, target] }, context) =>
      sayHost(host, context) + sayPath(target, context),
  },
  {
    name: 'handle',
    pattern: find(String.raw`(?<![\p{L}\p{M}\p{N}@._\uE000])@([\p{L}_][\p{L}\p{N}_]{0,30})`),
    say: ({ parts: [, name] }, context) => `at ${sayCharacters(name, context)}`,
  },
  {
    name: 'hashtag',
    pattern: find(
      String.raw`(?<![\p{L}\p{M}\p{N}#&\uE000])#([\p{L}][\p{L}\p{M}\p{N}_]{1,60})(?!-\d)`,
    ),
    say: ({ parts: [, name] }, context) => `hashtag ${sayWords(name, context)}`,
  },
  {
    name: 'file path',
    pattern: find(
      String.raw`(?<![\p{L}\p{M}\p{N}.\uE000\/~])(~|\.{1,2})?((?:\/\.?[\p{L}\p{N}_-][\p{L}\p{N}._-]{0,60}){2,8})(?<![._-])\/?`,
    ),
    say: ({ parts: [, root, path] }, context) =>
      `${sayCharacters(root, context)}${sayPath(path, context)}`.trimStart(),
  },
  {
    name: 'missing space between sentences',
    pattern: /(?<=\p{Ll}{3})\.(?=\p{Lu}\p{Ll})/gu,
    say: () => '. ',
  },
  {
    name: 'dotted name',
    pattern: find(
      String.raw`(?<=[\p{L}\p{N}]{2}|[\p{L}_]\d)\.(?=[\p{L}_][\p{L}\p{N}_])|(?<![\p{L}\p{N}.])\.(?=(?:NET|env|venv|git\p{Ll}{0,10}|\p{Ll}{1,8}rc|ssh|zip|py|js|ts|md|json|ya?ml|txt|csv|pdf|docx?|xlsx?|png|jpg|mp3|mp4|wav|exe|com|org|net|io|dev)${WORD_END})`,
    ),
    say: () => ' dot ',
  },
];

/** Hashtags are words run together: "#HelloWorld2024". */
const sayWords = (name: string, context: EnglishContext): string =>
  Array.from(
    name.matchAll(/\d+|\p{Lu}?[\p{Ll}\p{M}]+|[\p{L}\p{M}]+?(?=\p{Lu}\p{Ll}|\d|_|$)/gu),
    ([part]) => (/^\d{4}$/.test(part) ? year(part, context) : sayPart(part, context)),
  ).join(' ');
