/** The first thing that a client does not have: it has all that comes before, and nothing after. */
export interface Position {
  readonly utteranceIndex: number;
  readonly sentenceIndex: number;
  /** Samples of that sentence that it has. */
  readonly sampleOffset: number;
}

/** True if `some` lies before `other`. */
export const isBefore = (some: Position, other: Position): boolean => {
  if (some.utteranceIndex !== other.utteranceIndex)
    return some.utteranceIndex < other.utteranceIndex;
  if (some.sentenceIndex !== other.sentenceIndex) return some.sentenceIndex < other.sentenceIndex;
  return some.sampleOffset < other.sampleOffset;
};
