import { SynthesisError } from '@chorale/speech';

/** The scripts that a language is written in, where it is not Latin. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  ar: ['Arabic'],
  be: ['Cyrillic'],
  bg: ['Cyrillic'],
  bn: ['Bengali'],
  cmn: ['Han'],
  el: ['Greek'],
  fa: ['Arabic'],
  he: ['Hebrew'],
  hi: ['Devanagari'],
  hy: ['Armenian'],
  ja: ['Han', 'Hiragana', 'Katakana'],
  ka: ['Georgian'],
  kk: ['Cyrillic', 'Latin'],
  ko: ['Hangul', 'Han'],
  mk: ['Cyrillic'],
  ml: ['Malayalam'],
  mr: ['Devanagari'],
  ne: ['Devanagari'],
  pa: ['Gurmukhi'],
  ru: ['Cyrillic'],
  sr: ['Cyrillic', 'Latin'],
  ta: ['Tamil'],
  te: ['Telugu'],
  th: ['Thai'],
  uk: ['Cyrillic'],
  ur: ['Arabic'],
  yue: ['Han'],
  zh: ['Han'],
};

/** Scripts in which languages of voices are written; letters of others count as foreign. */
const primaryOf = (language: string): string => (language.split(/[-_]/)[0] ?? '').toLowerCase();

/** The scripts of a language, by its BCP-47 tag. */
const scriptsOf = (language: string): readonly string[] =>
  SCRIPTS[primaryOf(language)] ?? ['Latin'];

/** Share of letters, of those that have a script, which the voice must be able to say. */
const SMALLEST_SHARE = 0.5;

/** True if most letters of `text` are of a script that `language` is written in; text without letters always fits. */
export const fitsScript = (text: string, language: string): boolean => {
  const letters = countOf(text, /\p{L}/gu);
  if (letters === 0) return true;
  return countOf(text, lettersOf(language)) >= letters * SMALLEST_SHARE;
};

const patterns = new Map<string, RegExp>();

const lettersOf = (language: string): RegExp => {
  const known = patterns.get(language);
  if (known !== undefined) return known;
  const scripts = scriptsOf(language).map((script) => `\\p{Script=${script}}`);
  const made = new RegExp(`[${scripts.join('')}]`, 'gu');
  patterns.set(language, made);
  return made;
};

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** A voice, as far as its language goes. */
export interface VoiceLanguage {
  readonly id: string;
  /** BCP-47. */
  readonly language: string;
}

/**
 * Throws `unsupported_language` when a voice cannot say a text, because it was asked for in another
 * language or is written in another script; names what the voice can say, and voices that fit.
 */
export const refuseForeign = (
  request: { readonly text: string; readonly language: string },
  voice: VoiceLanguage,
  installed: readonly VoiceLanguage[],
): void => {
  const wanted = primaryOf(request.language);
  if (wanted !== 'auto' && wanted !== primaryOf(voice.language)) {
    const fitting = installed.filter(({ language }) => primaryOf(language) === wanted);
    throw unsupported(`does not speak ${request.language}`, voice, fitting);
  }
  if (fitsScript(request.text, voice.language)) return;
  const fitting = installed.filter(({ language }) => fitsScript(request.text, language));
  throw unsupported('cannot say text in this script', voice, fitting);
};

const unsupported = (
  what: string,
  { id, language }: VoiceLanguage,
  fitting: readonly VoiceLanguage[],
): SynthesisError => {
  const others = fitting.map((voice) => voice.id).join(', ');
  const hint = others === '' ? 'No installed voice does.' : `Voices that do: ${others}.`;
  return new SynthesisError(
    'unsupported_language',
    `The voice ${id} (${language}) ${what}. ${hint}`,
  );
};
