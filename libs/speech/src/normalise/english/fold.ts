import { after } from '../match.js';
import type { Rule } from '../rule.js';
import { HTML_ENTITY } from '../html-entity.js';
import { wording } from './wording.js';
import type { EnglishContext } from './words.js';

const joined = (name: string, pattern: RegExp, spoken: string): Rule<EnglishContext> => ({
  ...wording(name, pattern, spoken),
  joined: true,
});

const sayEllipsis = (next: string): string => {
  if (/^ ?["']?\p{Ll}/u.test(next)) return ', ';
  return /^[\p{L}\p{N}]/u.test(next) ? '. ' : '.';
};

const MARKS: Readonly<Record<string, string>> = { '؟': '?', '،': ',', '؛': ';', '।': '.' };

/**
 * Rules that bring the many shapes of one character together, and drop what English never says.
 * All dropping is done here: what vanished later could bring an abbreviation and a name together
 * that a second reading would take for an expression.
 */
export const FOLD_RULES: readonly Rule<EnglishContext>[] = [
  HTML_ENTITY,
  joined('apostrophe', /[‘’‚‛ʼ′´]/g, "'"),
  joined('quotation mark', /[“”„‟«»‹›″]|''|``/g, '"'),
  wording('minus sign', /(?<=[\p{L}\p{N})\]]) ?− ?(?=[\p{L}\p{N}(])/gu, ' minus '),
  joined('hyphen', /[‐‑‒−﹣]/g, '-'),
  {
    name: 'ellipsis',
    pattern: / ?(?:…|\.(?= ?[.…]))(?:[.…]| (?=[.…]))*/g,
    say: (match) => sayEllipsis(after(match, 4)),
    joined: true,
  },
  joined('trademark', /[™®℠†‡¿¡¨¯¸]/g, ''),
  joined('ordinal indicator', /º/g, '°'),
  {
    name: 'foreign mark',
    pattern: /[؟،؛।]/g,
    say: ({ parts: [mark] }) => MARKS[mark] ?? null,
    joined: true,
  },
  {
    name: 'digit of another script',
    pattern: /(?![0-9])\p{Nd}/gu,
    say: ({ parts: [digit] }) => asciiDigit(digit),
    joined: true,
  },
  {
    name: 'compatibility character',
    pattern:
      /[\uFB00-\uFB06\uFF01-\uFF5E\u{1D400}-\u{1D7CB}\u2080-\u208E\u2100-\u2115\u2117-\u211F\u2121\u2123-\u214F\u2160-\u217F\u2460-\u24FF\u3200-\u33FF]/gu,
    say: ({ parts: [character] }) => character.normalize('NFKC'),
    joined: true,
  },
  joined('lost accent', /(?<![\p{L}\p{M}])\p{M}+/gu, ''),
  joined('hanging hyphen', /(?<=\p{L})-(?=[\s.,;:!?]|$)/gu, ''),
  wording('emoticon', /(?<!\S)(?:[:;=][-'o]?[)(DPpO|/\\]|<3|\^_\^|xD|XD)(?![^\s.,!?])/g, ' '),
  wording('unsayable', /(?![©°№¦⇐➔➜^])[\p{So}\p{Sk}\p{Nl}\p{Cn}]/gu, ' '),
];

/** Digits of a script stand in a row of ten from its zero. */
const asciiDigit = (digit: string): string => {
  const plain = digit.normalize('NFKC');
  if (/^[0-9]$/.test(plain)) return plain;
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
};
