import type { WordTiming } from '../ports/chunk-stream.js';

/** What went out of one sentence: samples, and the words among them. */
export interface SentSentence {
  readonly sentenceIndex: number;
  readonly text: string;
  /** Output samples sent so far. */
  readonly samples: number;
  /** All samples were sent. */
  readonly complete: boolean;
  /** Empty where no times are known: the sentence is then heard as a whole or not at all. */
  readonly words: readonly WordTiming[];
}

/** Where the listener was interrupted, and the text on either side. */
export interface Interruption {
  readonly sentenceIndex: number;
  /** Heard of that sentence, output samples. */
  readonly sampleOffset: number;
  readonly textSpoken: string;
  readonly textRemaining: string;
}

/** Nothing was heard and nothing was left. */
export const NOTHING_SAID: Interruption = {
  sentenceIndex: 0,
  sampleOffset: 0,
  textSpoken: '',
  textRemaining: '',
};

/** Cuts what was sent after `heard` samples of the utterance; `unsent` is the text of which no sample left. */
export const interruptionAt = (
  sent: readonly SentSentence[],
  heard: number,
  unsent: readonly string[],
): Interruption => {
  let left = heard;
  const at = sent.findIndex((sentence) => {
    if (sentence.complete && left >= sentence.samples) left -= sentence.samples;
    else return true;
    return false;
  });
  const current = sent[at];
  if (current === undefined) return afterAll(sent, unsent);
  const cut = heardChars(current, left);
  return {
    sentenceIndex: current.sentenceIndex,
    sampleOffset: Math.min(left, current.samples),
    textSpoken: joined([...sent.slice(0, at).map(textOf), current.text.slice(0, cut)]),
    textRemaining: joined([current.text.slice(cut), ...sent.slice(at + 1).map(textOf), ...unsent]),
  };
};

const afterAll = (sent: readonly SentSentence[], unsent: readonly string[]): Interruption => {
  const last = sent.at(-1);
  return {
    sentenceIndex: last?.sentenceIndex ?? 0,
    sampleOffset: last?.samples ?? 0,
    textSpoken: joined(sent.map(textOf)),
    textRemaining: joined(unsent),
  };
};

const textOf = (sentence: SentSentence): string => sentence.text;

/** UTF-16 length of the words heard to their end. */
const heardChars = (sentence: SentSentence, heard: number): number =>
  sentence.words.findLast((word) => word.endSample <= heard)?.charEnd ?? 0;

const joined = (parts: readonly string[]): string =>
  parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
