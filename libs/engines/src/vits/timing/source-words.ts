import { sourceSpan, type SpokenText } from '@chorale/speech/normalise';

import { wordsOf } from '../text/cut-words.js';

/** A word of the source text, and the spoken words that say it ("$3.50" has several). */
export interface SourceWord {
  /** UTF-16 offsets in the source text. */
  readonly start: number;
  readonly end: number;
  /** In order; not empty. */
  readonly spoken: readonly string[];
}

/** The words that are said between `start` and `end` of the spoken text, by the source words behind them. Pure. */
export const sourceWords = (
  spoken: SpokenText,
  range: { readonly start: number; readonly end: number },
  language: string,
): readonly SourceWord[] => {
  const found: SourceWord[] = [];
  const text = spoken.text.slice(range.start, range.end);
  for (const { segment, index } of wordsOf(text, language)) {
    const at = range.start + index;
    const source = sourceSpan(spoken, at, at + segment.length);
    const previous = found.at(-1);
    if (previous === undefined || previous.end <= source.start) {
      found.push({ ...source, spoken: [segment] });
      continue;
    }
    found[found.length - 1] = {
      start: previous.start,
      end: Math.max(previous.end, source.end),
      spoken: [...previous.spoken, segment],
    };
  }
  return found;
};
