import type { Rule } from '../rule.js';
import { find } from './patterns.js';
import type { EnglishContext } from './words.js';
import { cardinal, ordinal } from './words.js';

const RULERS =
  'Henry|Louis|Charles|George|Elizabeth|Edward|Richard|William|James|Mary|John Paul|John|Paul|Pius|Benedict|Leo|Gregory|Alexander|Catherine|Peter|Nicholas|Ivan|Philip|Ferdinand|Frederick|Otto|Napoleon|Francis|Joseph|Victor|Emmanuel|Ramses|Rameses|Ptolemy|Cleopatra|Darius|Xerxes|Constantine|Innocent|Urban|Clement|Julius|Sixtus|Celestine|Margaret|Christian|Gustav|Haakon|Olav|Albert|Leopold|Alfonso|Juan Carlos|Carlos|Felipe|Wilhelm|Friedrich|Robert|Malcolm|David|Thomas|Michael|Walter|Mehmed|Suleiman|Selim|Murad|Boniface|Baldwin|Edmund|Harold|Umberto|Carl|Thutmose|Amenhotep';
const NUMBERED =
  'World War|War|Chapter|Ch\\.|Part|Volume|Vol\\.|Book|Act|Scene|Section|Article|Phase|Stage|Class|Type|Level|Grade|Appendix|Title|Season|Episode|Super Bowl|Mark|Mk\\.?|Unit|Figure|Fig\\.|Table|Step|Tier|Round|Division|Group|Schedule|Category|Factor|Apollo|Gemini|Pope|Rocky|Fantasy|Amendment|Canto|Legio|Legion|Page|No\\.';
const END = String.raw`(?![\p{L}\p{M}\p{N}_'])`;
const ROMAN = '(?=[IVXLC])(?:C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))';

const VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };

const romanValue = (numeral: string): string => {
  const values = Array.from(numeral, (letter) => VALUES[letter] ?? 0);
  const total = values.reduce(
    (sum, value, index) => sum + (value < (values[index + 1] ?? 0) ? -value : value),
    0,
  );
  return String(total);
};

// Letters that name things by themselves ("Class C", "Part I" of speech): too short to be sure.
const AMBIGUOUS: ReadonlySet<string> = new Set(['I', 'C', 'L']);

/** Rules for Roman numerals behind a name or the word for what is counted; a plain I stays a pronoun. */
export const ROMAN_RULES: readonly Rule<EnglishContext>[] = [
  {
    name: 'world war',
    pattern: find(String.raw`(?<![\p{L}\p{N}])WW(II?|[12])(?![\p{L}\p{N}])`),
    say: ({ parts: [, which] }) => `World War ${/^(?:II|2)$/.test(which) ? 'two' : 'one'}`,
  },
  {
    name: 'ruler',
    pattern: find(String.raw`(?=[IVXLC])(?<=(?<!\p{L})(?:${RULERS}) )(${ROMAN})${END}`),
    say: ({ parts: [, numeral] }, context) =>
      AMBIGUOUS.has(numeral) ? null : `the ${ordinal(romanValue(numeral), context)}`,
  },
  {
    name: 'namesake',
    pattern: find(
      String.raw`(?=[IV]{2})(?<=(?<!\p{L})(?:${RULERS}) \p{Lu}[\p{L}']{1,30} )(II|III|IV)${END}`,
    ),
    say: ({ parts: [, numeral] }, context) => `the ${ordinal(romanValue(numeral), context)}`,
  },
  {
    name: 'numbered part',
    pattern: find(String.raw`(?=[IVXLC])(?<=(?<!\p{L})(?:${NUMBERED}) )(${ROMAN})${END}`),
    say: ({ parts: [, numeral] }, context) =>
      AMBIGUOUS.has(numeral) ? null : cardinal(romanValue(numeral), context),
  },
  {
    // Two strokes or a long numeral behind a capitalised word can hardly be anything else.
    name: 'numbered name',
    pattern: find(
      String.raw`(?=[VIX]{2})(?<=(?<!\p{L})(?!(?:The|An?|My|This) )\p{Lu}\p{Ll}{1,30} )(II|III|VII|VIII|XII|XIII|XIV|XVI{0,3}|XXI{0,3})${END}`,
    ),
    say: ({ parts: [, numeral] }, context) => cardinal(romanValue(numeral), context),
  },
];
