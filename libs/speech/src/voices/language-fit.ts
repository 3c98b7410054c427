/** English names of languages, as clients of other speech servers send them, and their codes. */
const CODES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    arabic: 'ar',
    catalan: 'ca',
    chinese: 'zh',
    czech: 'cs',
    danish: 'da',
    dutch: 'nl',
    english: 'en',
    farsi: 'fa',
    finnish: 'fi',
    french: 'fr',
    georgian: 'ka',
    german: 'de',
    greek: 'el',
    hindi: 'hi',
    hungarian: 'hu',
    icelandic: 'is',
    italian: 'it',
    japanese: 'ja',
    kazakh: 'kk',
    korean: 'ko',
    latvian: 'lv',
    luxembourgish: 'lb',
    mandarin: 'zh',
    nepali: 'ne',
    norwegian: 'no',
    persian: 'fa',
    polish: 'pl',
    portuguese: 'pt',
    romanian: 'ro',
    russian: 'ru',
    serbian: 'sr',
    slovak: 'sk',
    slovenian: 'sl',
    spanish: 'es',
    swahili: 'sw',
    swedish: 'sv',
    turkish: 'tr',
    ukrainian: 'uk',
    vietnamese: 'vi',
    welsh: 'cy',
  }),
);

const AUTO = 'auto';

const subtags = (tag: string): readonly string[] =>
  tag.trim().toLowerCase().replaceAll('_', '-').split('-');

const startsWith = (whole: readonly string[], start: readonly string[]): boolean =>
  start.every((subtag, position) => whole[position] === subtag);

/**
 * True if a voice of `voiceLanguage` (BCP-47) can speak what was asked for: `Auto`, nothing, an
 * English name (`German`), or a tag that is the voice's or a prefix of it, or the other way round
 * (`en` fits `en-US`, and `en-US` fits a voice that is plain `en`; `en-GB` does not fit `en-US`).
 */
export const languageFits = (requested: string | null, voiceLanguage: string): boolean => {
  const name = (requested ?? '').trim().toLowerCase();
  if (name === '' || name === AUTO) return true;
  const wanted = subtags(CODES.get(name) ?? name);
  const spoken = subtags(voiceLanguage);
  return startsWith(spoken, wanted) || startsWith(wanted, spoken);
};

const titled = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Lists what a client may ask a voice of `voiceLanguage` for, e.g. `Auto, English, en, en-US`. */
export const fittingLanguages = (voiceLanguage: string): readonly string[] => {
  const code = subtags(voiceLanguage)[0] ?? '';
  const names = [...CODES].filter(([, each]) => each === code).map(([name]) => titled(name));
  return [...new Set(['Auto', ...names, code, voiceLanguage])];
};
