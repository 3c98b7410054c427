import type { SentenceAddress } from '../ports/identifiers.js';
import { sentenceKey } from '../ports/identifiers.js';
import type { ContextState } from './context-state.js';

/** Counts the sentences whose audio goes out before that of an attempt; null if nobody waits for it. */
export const sentencesAhead = (state: ContextState, address: SentenceAddress): number | null => {
  const run = state.out.get(sentenceKey(address));
  if (run?.isCurrent(address) !== true) return null;
  let ahead = 0;
  for (const sentence of state.outbox.sentences()) {
    if (sentence === run) return ahead;
    ahead += 1;
  }
  return null;
};
