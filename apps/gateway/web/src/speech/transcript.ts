import type { WordTime } from './server-message.js';

/** One word of a sentence: where it stands in the text (UTF-16), and when it is heard. */
export interface TimedWord {
  readonly charStart: number;
  readonly charEnd: number;
  /** Samples of the utterance. */
  readonly fromSample: number;
  readonly toSample: number;
}

/** One sentence as it is spoken. */
export interface SpokenSentence {
  readonly number: number;
  readonly text: string;
  /** What stands between the sentence before and this one. */
  readonly gap: string;
  /** Its first sample in the utterance. */
  readonly fromSample: number;
  readonly words: readonly TimedWord[];
  readonly failed: boolean;
}

/** The text of one utterance: the sentences that have come, and the text that has not. */
export interface Transcript {
  readonly sentences: readonly SpokenSentence[];
  /** Text that was sent and that no sentence was made of yet. */
  readonly rest: string;
}

/** Where the listener is: a sentence, and the word that is heard; −1 before and without words. */
export interface Place {
  readonly sentence: number;
  readonly word: number;
}

/** Before anything was said. */
export const EMPTY_TRANSCRIPT: Transcript = { sentences: [], rest: '' };

/** Notes text that was sent. */
export const withText = (transcript: Transcript, text: string): Transcript => ({
  ...transcript,
  rest: transcript.rest + text,
});

/** Notes a sentence whose audio begins at a sample of the utterance. */
export const withSentence = (
  transcript: Transcript,
  { number, text, fromSample }: Pick<SpokenSentence, 'number' | 'text' | 'fromSample'>,
): Transcript => {
  const { gap, rest } = cutOff(transcript.rest, text);
  const sentence = { number, text, gap, fromSample, words: [], failed: false };
  return { sentences: [...transcript.sentences, sentence], rest };
};

/** Notes words of a sentence; their times count from its first sample, at `rate` Hz. */
export const withWords = (
  transcript: Transcript,
  { number, words, rate }: { number: number; words: readonly WordTime[]; rate: number },
): Transcript =>
  changed(transcript, number, (sentence) => ({
    ...sentence,
    words: [...sentence.words, ...words.map((word) => timed(word, sentence.fromSample, rate))],
  }));

/** Notes that a sentence could not be spoken. */
export const withFailure = (transcript: Transcript, number: number): Transcript =>
  changed(transcript, number, (sentence) => ({ ...sentence, failed: true }));

/** Finds the sentence and the word that is heard at a sample of the utterance; null before the first. */
export const placeAt = ({ sentences }: Transcript, sample: number): Place | null => {
  const sentence = sentences.findLast(({ fromSample }) => fromSample <= sample);
  if (sentence === undefined) return null;
  const word = sentence.words.findLastIndex(({ fromSample }) => fromSample <= sample);
  return { sentence: sentence.number, word };
};

/** What was heard up to a place, to its last whole word, and what was not. */
export const cutAt = (
  { sentences, rest }: Transcript,
  place: Place | null,
): { readonly spoken: string; readonly remaining: string } => {
  const whole = sentences.map(({ gap, text }) => gap + text).join('') + rest;
  const heard = place === null ? 0 : lengthUpTo(sentences, place);
  return { spoken: whole.slice(0, heard).trim(), remaining: whole.slice(heard).trim() };
};

const lengthUpTo = (sentences: readonly SpokenSentence[], place: Place): number => {
  const before = sentences.filter(({ number }) => number < place.sentence);
  const current = sentences.find(({ number }) => number === place.sentence);
  const length = before.reduce((sum, { gap, text }) => sum + gap.length + text.length, 0);
  const word = current?.words[place.word];
  return word === undefined ? length : length + (current?.gap.length ?? 0) + word.charEnd;
};

const timed = (
  { startMs, endMs, charStart, charEnd }: WordTime,
  from: number,
  rate: number,
): TimedWord => ({
  charStart,
  charEnd,
  fromSample: from + Math.round((startMs * rate) / 1000),
  toSample: from + Math.round((endMs * rate) / 1000),
});

const changed = (
  { sentences, rest }: Transcript,
  number: number,
  change: (sentence: SpokenSentence) => SpokenSentence,
): Transcript => ({
  rest,
  sentences: sentences.map((sentence) =>
    sentence.number === number ? change(sentence) : sentence,
  ),
});

const SPACE = /\s/u;

/** Cuts a sentence off the front of a text; the service may have changed the white space in it. */
const cutOff = (
  text: string,
  sentence: string,
): { readonly gap: string; readonly rest: string } => {
  const gap = /^\s*/u.exec(text)?.[0] ?? '';
  let at = gap.length;
  for (const char of sentence) {
    if (SPACE.test(char)) continue;
    while (SPACE.test(text.charAt(at))) at += 1;
    if (!text.startsWith(char, at)) return { gap: ' ', rest: text }; // it was changed beyond that
    at += char.length;
  }
  return { gap, rest: text.slice(at) };
};
