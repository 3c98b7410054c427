import type { AbortReason } from '../ports/abort-bus.js';
import type { ContextState } from './context-state.js';
import type { SentenceRun } from './sentence-run.js';
import type { Utterance } from './utterance.js';

/** Notes audio of an utterance that came and will not be sent, bytes. */
export const noteWaste = (
  state: ContextState,
  utterance: Utterance,
  waste: { readonly bytes: number; readonly reason: AbortReason },
): void => {
  if (waste.bytes === 0) return;
  const seconds = utterance.secondsOf(waste.bytes);
  state.effects.push({ kind: 'noteWaste', seconds, reason: waste.reason });
};

/** Notes that what these sentences hold back will not be sent. */
export const noteUnsent = (
  state: ContextState,
  runs: Iterable<SentenceRun>,
  reason: AbortReason,
): void => {
  for (const { facts, heldBytes: bytes } of runs)
    noteWaste(state, facts.utterance, { bytes, reason });
};
