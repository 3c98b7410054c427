import type { JournalEntry } from '../resume/journal-content.js';
import type { InputStand } from '../resume/session-ledger.js';
import { CLOSE_CODE } from './close-code.js';
import type { ContextEffect } from './context-effect.js';
import type { ContextState } from './context-state.js';
import { endWith } from './context-state.js';
import type { SentenceRun } from './sentence-run.js';

/** What the journal has to learn of the last event; it stands ahead of all that is sent for it. */
export const journalChanges = (state: ContextState): readonly ContextEffect[] => {
  const changes = state.ledger?.takeChanges(standOf(state)) ?? [];
  return changes.length === 0 ? [] : [{ kind: 'journal', changes }];
};

const standOf = ({ received, utteranceIndex, input }: ContextState): InputStand => ({
  received,
  utteranceIndex,
  open:
    input?.opened === true ? { sentences: input.sentences, codePoints: input.codePoints } : null,
});

/** Ends a session whose journal has grown beyond its bound. */
export const boundJournal = (state: ContextState): void => {
  const { journalBytes } = state.options.limits;
  if (state.ledger === null || state.ledger.bytes <= journalBytes) return;
  endWith(state, {
    code: CLOSE_CODE.policy,
    reason: 'journal_full',
    error: `journal_full: more than ${journalBytes} bytes would have to be kept to resume this session`,
  });
};

/** Sends a message ahead of all that is owed. */
export const sayNow = (
  state: ContextState,
  entry: Extract<JournalEntry, { readonly message: unknown }>,
): void => {
  state.ledger?.say(entry, state.sentSeconds);
  state.effects.push({ kind: 'sendMessage', message: entry.message });
};

/** Samples are about to be heard: what decides them must not change any more, wherever they are made. */
export const fixPlan = (state: ContextState, run: SentenceRun): void => {
  const { voicing, endsUtterance } = run;
  const fingerprint = run.isMixed ? null : run.fingerprint; // nobody could repeat it bit for bit
  if (state.ledger === null || run.isFixed || voicing === null) return;
  run.isFixed = true;
  const plan = { ...voicing, fingerprint, endsUtterance: endsUtterance ?? false };
  state.ledger.fix(run.facts.label, plan);
};

/** A worker begins; one of another make than that whose samples were heard leaves a seam. */
export const noteFingerprint = (
  state: ContextState,
  run: SentenceRun,
  fingerprint: string,
): void => {
  const isOther = run.fingerprint !== null && run.fingerprint !== fingerprint;
  if (isOther && run.nextSample > 0) {
    run.isMixed = true;
    state.effects.push({ kind: 'noteSeam', label: run.facts.label });
  }
  if (isOther) run.isFixed = false; // the journal has to name the other
  run.fingerprint = fingerprint;
  fixPlan(state, run);
};
