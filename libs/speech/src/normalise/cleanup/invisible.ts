import type { Rule } from '../rule.js';

/** Rules against characters that nobody sees and no voice can say. */
export const INVISIBLE_RULES: readonly Rule[] = [
  {
    name: 'line ending',
    pattern: /\r\n?|[\u0085\u2028\u2029]/g,
    say: () => '\n',
  },
  {
    name: 'odd space',
    pattern: /[\t\v\f\u00A0\u1680\u2000-\u200A\u202F\u205F\u2800\u3000]/g,
    say: () => ' ',
  },
  {
    // Persian and Indic spelling needs the joiners between its letters.
    name: 'joiner that is spelling',
    pattern:
      /(?<=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}])[\u200C\u200D](?=[\p{L}\p{M}])/gu,
    say: ({ parts: [joiner] }) => joiner,
  },
  {
    // Controls, formats, private use, lone surrogates, blank letters, variation selectors, non-characters.
    name: 'unspeakable',
    pattern:
      /(?:(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u034F\u115F\u1160\u17B4\u17B5\u3164\uFE00-\uFE0F\uFFA0\uFFFC\uFFFD\uFFFE\uFFFF\uFDD0-\uFDEF\u{E0100}-\u{E01EF}])+/gu,
    say: () => '',
  },
  {
    name: 'split accent',
    pattern: /\p{L}\p{M}{1,20}/gu,
    say: ({ parts: [written] }) => composed(written),
    joined: true,
  },
];

const composed = (written: string): string | null => {
  const one = written.normalize('NFC');
  return one === written ? null : one;
};
