import type { JournalEntry, NumberedEntry } from './journal-content.js';
import type { Position } from './position.js';

/**
 * How many of the entries, from the first, a client at `position` surely has: those it says, and all
 * that were sent before them. A message that stands behind them alone may have been lost, and is not
 * counted: it may come twice.
 */
export const firstNeeded = (
  entries: readonly Pick<NumberedEntry, 'entry'>[],
  position: Position,
): number => {
  const received = entries.findLastIndex(({ entry }) => isReceived(entry, position));
  const begun =
    position.sampleOffset > 0 ? entries.findIndex(({ entry }) => isAt(entry, position)) : -1;
  return Math.max(received + 1, begun);
};

const isReceived = (entry: JournalEntry, position: Position): boolean => {
  switch (entry.kind) {
    case 'sentence':
      return (
        entry.utterance < position.utteranceIndex ||
        (entry.utterance === position.utteranceIndex && entry.sentence < position.sentenceIndex)
      );
    case 'utteranceDone':
      return entry.utterance < position.utteranceIndex;
    case 'message':
    case 'close':
      return false;
  }
};

/** The entry is the sentence at the position. */
export const isAt = (entry: JournalEntry, position: Position): boolean =>
  entry.kind === 'sentence' &&
  entry.utterance === position.utteranceIndex &&
  entry.sentence === position.sentenceIndex;
