import type { Draft } from '../draft.js';
import type { LanguageTag } from '../language-tag.js';
import { isCjk } from '../language-tag.js';
import { applyRules } from '../rule.js';
import { CJK_PUNCTUATION_RULES } from './cjk-punctuation.js';
import { EMOJI_RULES } from './emoji.js';
import { INVISIBLE_RULES } from './invisible.js';
import { markdownRules } from './markdown.js';

/**
 * Takes away what no voice should say in any language: emoji, invisible and broken characters,
 * Markdown and HTML marks, foreign punctuation. HTML entities are left as they are.
 */
export const cleanUp = (draft: Draft, language: LanguageTag): Draft => {
  const cjk = isCjk(language);
  const visible = applyRules(draft, [...EMOJI_RULES, ...INVISIBLE_RULES], undefined);
  const marked = cjk ? visible : applyRules(visible, CJK_PUNCTUATION_RULES, undefined);
  return applyRules(marked, markdownRules(cjk), undefined);
};
