import { cleanUp } from './cleanup/clean-up.js';
import type { Draft } from './draft.js';
import { draftOf, spokenTextOf } from './draft.js';
import { speakEnglish } from './english/english.js';
import type { LanguageTag } from './language-tag.js';
import { parseLanguageTag } from './language-tag.js';
import { speakOtherLanguage } from './languages/other-language.js';
import type { SpokenText } from './spoken-text.js';
import { trim } from './cleanup/trim.js';

/**
 * Turns written text into what a voice should say, with a map back to the source.
 *
 * - `language` is a BCP-47 tag. English is put into words throughout; other languages get their
 *   numbers, percentages and currencies said and the rest cleaned up; of an unknown language only
 *   markup, emoji and unspeakable characters are taken.
 * - Pure and idempotent; takes any string, lone surrogates included, and never throws. Time and
 *   output grow linearly: at most 32 characters are said per character written ("≥" is the longest).
 * - Text without anything to say gives ''. HTML entities stay as they are.
 */
export const normaliseForSpeech = (text: string, language: string): SpokenText => {
  const tag = parseLanguageTag(language);
  return spokenTextOf(settle(draftOf(text), (draft) => speak(cleanUp(draft, tag), tag)));
};

const speak = (clean: Draft, tag: LanguageTag): Draft =>
  tag.primary === 'en' ? speakEnglish(clean, tag) : trim(speakOtherLanguage(clean, tag));

// One pass settles all ordinary text; only heaps of signs run into each other need more.
const MAX_PASSES = 5;

/** Repeats a pass until nothing changes, so that reading what was read changes nothing either. */
const settle = (draft: Draft, pass: (draft: Draft) => Draft): Draft => {
  let settled = draft;
  for (let count = 0; count < MAX_PASSES; count += 1) {
    const next = pass(settled);
    if (next.text === settled.text) return next;
    settled = next;
  }
  return settled;
};
