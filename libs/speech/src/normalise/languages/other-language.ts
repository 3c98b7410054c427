import type { Draft } from '../draft.js';
import { HTML_ENTITY } from '../html-entity.js';
import type { LanguageTag } from '../language-tag.js';
import type { Match } from '../match.js';
import { after } from '../match.js';
import type { Rule } from '../rule.js';
import { applyRules } from '../rule.js';
import type { NounForms, PercentName } from './money-names.js';
import { AFTER_MILLIONS, BEFORE_CENTS, MONEY_NAMES, PERCENT_NAMES } from './money-names.js';
import type { NumberWords } from './number-words.js';
import { numberWords } from './number-words.js';
import type { NumberPattern, NumberStyle } from './number-style.js';
import { numberPattern, numberStyle, plainNotation } from './number-style.js';

/** What is known about one language. */
interface Speaker {
  readonly primary: string;
  readonly style: NumberStyle;
  readonly words: NumberWords | undefined;
  readonly money: Readonly<Record<string, NounForms>>;
  readonly percent: PercentName | undefined;
}

/**
 * Puts numbers, percentages and amounts of money of other languages into words, and leaves the
 * rest to the phonemiser. Languages nobody has described here pass unchanged.
 */
export const speakOtherLanguage = (draft: Draft, tag: LanguageTag): Draft => {
  const speaker = {
    primary: tag.primary,
    style: numberStyle(tag),
    words: numberWords(tag),
    money: MONEY_NAMES[tag.primary] ?? {},
    percent: PERCENT_NAMES[tag.primary],
  };
  const known = speaker.words ?? speaker.percent;
  return known === undefined ? draft : applyRules(draft, rulesOf(speaker), speaker);
};

const rulesOf = ({ primary, style, money }: Speaker): readonly Rule<Speaker>[] => {
  const pattern = numberPattern(style);
  const { before, digits, behind } = pattern;
  const number = before + digits + behind;
  const rules = [
    ...moneyRules(Object.keys(money), pattern),
    ...(primary === 'tr' ? [percentRule(`(?<![\\p{L}\\p{N}])%${digits}${behind}`)] : []),
    percentRule(String.raw`${number} ?%`),
    ...(primary === 'zh' ? CHINESE_RULES : []),
    {
      name: 'number',
      pattern: new RegExp(String.raw`${number}(?! ?\p{Sc})`, 'gu'),
      say: (match: Match, speaker: Speaker) =>
        isLeftAlone(match, speaker) ? null : sayNumber(match.parts[0], speaker),
    },
  ];
  return [
    HTML_ENTITY,
    ...rules.map((rule) => (style.dense ? { ...rule, joined: true as const } : rule)),
  ];
};

const moneyRules = (
  signs: readonly string[],
  { letter, before, digits, behind }: NumberPattern,
): readonly Rule<Speaker>[] => {
  if (signs.length === 0) return [];
  const sign = `(${signs.map((one) => one.replace('$', '\\$')).join('|')})`;
  return [
    {
      name: 'currency before amount',
      pattern: new RegExp(String.raw`(?<![${letter}\p{N}]|\d )${sign} ?${digits}${behind}`, 'gu'),
      say: ({ parts: [, written, amount] }, speaker) => sayMoney(amount, written, speaker),
    },
    {
      name: 'currency after amount',
      pattern: new RegExp(
        String.raw`${before}${digits}${behind} ?${sign}(?![${letter}\p{N}])`,
        'gu',
      ),
      say: ({ parts: [, amount, written] }, speaker) => sayMoney(amount, written, speaker),
    },
  ];
};

const percentRule = (source: string): Rule<Speaker> => ({
  name: 'percent',
  pattern: new RegExp(source, 'gu'),
  say: ({ parts: [, amount] }, speaker) => {
    const { percent } = speaker;
    if (percent === undefined) return `${sayNumber(amount, speaker)}%`;
    if (percent.other === undefined) return percent.before + sayNumber(amount, speaker);
    return counted(amount, percent, speaker);
  },
});

const sayMoney = (amount: string, sign: string, speaker: Speaker): string | null => {
  const forms = speaker.money[sign];
  if (forms === undefined) return null;
  const [, whole = '', cents = ''] = /^(.*[1-9].*)[.,](\d\d)$/.exec(amount) ?? [];
  const joint = BEFORE_CENTS[speaker.primary];
  if (whole === '' || joint === undefined) return counted(amount, forms, speaker);
  const coins = cents === '00' ? '' : joint + sayNumber(String(Number(cents)), speaker);
  return counted(whole, forms, speaker) + coins;
};

/** Puts a noun behind its number, in the form that the number asks for. */
const counted = (amount: string, forms: NounForms, speaker: Speaker): string => {
  if (amount === '1' && forms.single !== undefined) return forms.single;
  const value = Number(plainNotation(amount, speaker.style));
  const form = formFor(forms, new Intl.PluralRules(speaker.primary).select(value));
  const gap = speaker.style.dense ? '' : ' ';
  const noun = elided(linkedTo(value, speaker.primary) + form, speaker.primary);
  return `${sayNumber(amount, speaker)}${gap}${noun}`;
};

const elided = (words: string, language: string): string =>
  language === 'fr' ? words.replace(/^de (?=e)/, "d'") : words;

/** Romance languages link whole millions to their noun: "dos millones de euros". */
const linkedTo = (value: number, language: string): string =>
  /0{6}$/.test(String(value)) ? (AFTER_MILLIONS[language] ?? '') : '';

const formFor = (forms: NounForms, category: Intl.LDMLPluralRule): string => {
  if (category === 'one') return forms.one ?? forms.other;
  if (category === 'few') return forms.few ?? forms.other;
  return category === 'many' ? (forms.many ?? forms.other) : forms.other;
};

const sayNumber = (written: string, { words, style, primary }: Speaker): string => {
  if (words === undefined) return primary === 'ja' ? japaneseDecimals(written) : written;
  const spoken = words(plainNotation(written, style));
  return primary === 'es' && style.decimal === ',' ? spoken.replace(' punto ', ' coma ') : spoken;
};

/** The phonemiser drops the decimal point and reads what follows as another number. */
const japaneseDecimals = (written: string): string => {
  const [whole = '', decimals] = written.replaceAll(',', '').split('.');
  return decimals === undefined ? written : `${whole}てん${Array.from(decimals).join(' ')}`;
};

// Counters that take Sino-Korean numbers; before others the number is a native one.
const KOREAN_COUNTERS =
  /^(?:년|월|일|분|초|층|호|번지|도|주|원|킬로|미터|센티|그램|달러|유로|만|억|천)/;

/** A lone 1 takes the gender of its noun, and some counters take numbers of their own. */
const isLeftAlone = (match: Match, { primary }: Speaker): boolean => {
  const next = after(match, 4);
  if (match.parts[0] === '1' && /^ \p{L}/u.test(next)) return true;
  if (primary === 'zh') return match.parts[0] === '2' && /^\p{Script=Han}/u.test(next);
  return primary === 'ko' && /^\p{L}/u.test(next) && !KOREAN_COUNTERS.test(next);
};

/** Years are read digit by digit. */
const CHINESE_RULES: readonly Rule<Speaker>[] = [
  {
    name: 'Chinese year',
    pattern: /(?<!\d)[12]\d{3}(?=年)/g,
    say: ({ parts: [digits] }) =>
      Array.from(digits, (digit) => '零一二三四五六七八九'.charAt(Number(digit))).join(''),
  },
];
