import type { Segment } from './text/segment.js';

/** Silence between segments, beside the 2 + 6 frames (93 ms) of its own that the model keeps at a join. */
const PAUSE_MS = {
  paragraph: 450,
  sentence: 250,
  /** Where the model itself pauses 185–290 ms inside a sentence. */
  comma: 120,
  longerMark: 180,
  /** A sentence that was cut between words: nobody should hear it. */
  none: 0,
} as const;

/** What follows a segment: more of the text, or its end, and whether the utterance ends with that. */
export interface Follower {
  readonly last: boolean;
  readonly endsUtterance: boolean;
}

/**
 * Native samples of silence behind a segment. None when the utterance ends: what plays next, and how
 * much later, is then not ours to say. Faster speech pauses less.
 */
export const pauseSamples = (
  close: Segment['close'],
  follower: Follower,
  timing: { readonly rate: number; readonly speed: number },
): number => {
  if (follower.last && follower.endsUtterance) return 0;
  const ms = follower.last ? PAUSE_MS[endOf(close)] : PAUSE_MS[joinOf(close)];
  return Math.round((ms * timing.rate) / 1000 / timing.speed);
};

/** Text that ends without a mark is a sentence all the same. */
const endOf = ({ before }: Segment['close']): keyof typeof PAUSE_MS =>
  before === 'paragraph' ? 'paragraph' : 'sentence';

const joinOf = ({ mark, before }: Segment['close']): keyof typeof PAUSE_MS => {
  if (before !== 'clause') return before;
  switch (mark) {
    case ',':
      return 'comma';
    case ';':
    case ':':
      return 'longerMark';
    case '.':
    case '!':
    case '?':
    case null:
      return 'none';
  }
};
