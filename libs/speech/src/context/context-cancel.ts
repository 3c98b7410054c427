import type { ContextEvent } from './context-event.js';
import { sayNow } from './context-journal.js';
import type { ContextState } from './context-state.js';
import { abortRoute } from './context-end.js';
import type { OutboxEntry } from './outbox.js';
import type { SentenceRun } from './sentence-run.js';
import { audioCancelled, audioDone, sessionDone } from './server-message.js';
import type { ServerMessage } from './server-message.js';
import type { SentSentence } from './spoken-text.js';
import { interruptionAt, NOTHING_SAID } from './spoken-text.js';
import type { Utterance } from './utterance.js';
import { noteUnsent } from './waste.js';

type Cancel = Extract<ContextEvent, { kind: 'cancelled' }>;

interface Cancelled {
  readonly index: number;
  readonly utterance: Utterance | null;
  /** Sentences not sent whole, in order. */
  readonly runs: readonly SentenceRun[];
  readonly sentences: number;
  /** Text that was not cut yet. */
  readonly uncut: readonly string[];
}

/**
 * Ends every utterance up to the named one at once: its work stops, what was owed for it is
 * forgotten, and the client hears where its listener was interrupted.
 */
export const cancelUtterances = (state: ContextState, cancel: Cancel, now: number): void => {
  const last = Math.min(cancel.utteranceIndex ?? state.utteranceIndex, state.utteranceIndex);
  const cancelled = takePending(state, last);
  if (cancelled.length === 0) return reportFinished(state, cancel, now);
  const isBehind = isStillHeard(state, cancel, now);
  if (isBehind) reportFinished(state, cancel, now);
  for (const each of cancelled) report(state, each, { cancel, now, isBehind });
  state.lastSpoken = null; // what stands before them is no longer the last
};

/** The listener is yet to hear the end of an utterance that was sent whole: nothing was heard of the next. */
const isStillHeard = ({ lastSpoken }: ContextState, cancel: Cancel, now: number): boolean =>
  cancel.playedMs === null && (lastSpoken?.playout.endsAt ?? now) > now;

const send = (state: ContextState, message: ServerMessage): void =>
  sayNow(state, { kind: 'message', message });

/** Removes the utterances' entries from the outbox, and the open input if it is among them. */
const takePending = (state: ContextState, last: number): readonly Cancelled[] => {
  const entries = state.outbox.takeUntil((entry) => isPast(entry, last));
  const done = entries.flatMap((entry) =>
    entry.kind === 'utteranceDone' ? [finishedUtterance(state, entry, entries)] : [],
  );
  const open = last >= state.utteranceIndex ? openUtterance(state, entries) : null;
  const cancelled = open === null ? done : [...done, open];
  state.ledger?.cancel(entries.length, new Set(cancelled.map(({ index }) => index)));
  return cancelled;
};

const isPast = (entry: OutboxEntry, last: number): boolean => {
  if (entry.kind === 'sentence') return entry.run.facts.label.utteranceIndex > last;
  return entry.kind === 'close' || (entry.kind === 'utteranceDone' && entry.index > last);
};

const runsOf = (entries: readonly OutboxEntry[], index: number): readonly SentenceRun[] =>
  entries.flatMap((entry) =>
    entry.kind === 'sentence' && entry.run.facts.label.utteranceIndex === index ? [entry.run] : [],
  );

const finishedUtterance = (
  state: ContextState,
  entry: Extract<OutboxEntry, { kind: 'utteranceDone' }>,
  entries: readonly OutboxEntry[],
): Cancelled => ({
  index: entry.index,
  utterance: entry.route === null ? null : (state.routes.get(entry.route) ?? null),
  runs: runsOf(entries, entry.index),
  sentences: entry.sentences,
  uncut: [],
});

const openUtterance = (state: ContextState, entries: readonly OutboxEntry[]): Cancelled | null => {
  const { input, utteranceIndex: index } = state;
  if (input?.opened !== true) return null;
  state.input = null;
  state.utteranceIndex += 1;
  state.ledger?.holdOnly('');
  return {
    index,
    utterance: input.utterance,
    runs: runsOf(entries, index),
    sentences: input.sentences,
    uncut: input.splitter.flush(),
  };
};

interface At {
  readonly cancel: Cancel;
  readonly now: number;
  /** The listener has not come that far. */
  readonly isBehind?: boolean;
}

const report = (state: ContextState, cancelled: Cancelled, at: At): void => {
  const { profile } = state.options;
  noteUnsent(state, cancelled.runs, 'cancelled');
  const [head, ...rest] = cancelled.runs;
  if (head?.progress.announced === true) {
    const outcome = { totalBytes: head.progress.sentBytes, failed: false };
    send(state, audioDone(profile, head.facts.label, outcome));
  }
  const unsent = [...rest.map((run) => run.facts.text), ...cancelled.uncut];
  send(state, cancelledMessage(cancelled, head, { ...at, unsent }));
  sayNow(state, {
    kind: 'utteranceDone',
    utterance: cancelled.index,
    sentences: cancelled.sentences,
    message: { ...sessionDone(profile, cancelled.index, cancelled.sentences), cancelled: true },
  });
  if (cancelled.utterance !== null) abortRoute(state, cancelled.utterance.route, 'cancelled');
};

const cancelledMessage = (
  { index, utterance }: Cancelled,
  head: SentenceRun | undefined,
  at: At & { readonly unsent: readonly string[] },
): ServerMessage => {
  const sent = [...(utterance?.sent ?? []), ...(head === undefined ? [] : [sentOf(head)])];
  const heard = utterance === null ? 0 : heardSamples(utterance, sent, at);
  return audioCancelled(index, interruptionAt(sent, heard, at.unsent));
};

const sentOf = (run: SentenceRun): SentSentence => ({
  sentenceIndex: run.facts.label.sentenceIndex,
  text: run.facts.text,
  samples: run.progress.sentSamples,
  complete: false,
  words: run.words,
});

/** What the client says it heard of its utterance, else what the clock says it can have heard. */
const heardSamples = (utterance: Utterance, sent: readonly SentSentence[], at: At): number => {
  const { sampleRate } = utterance.config;
  if (at.isBehind === true) return 0;
  const total = sent.reduce((sum, sentence) => sum + sentence.samples, 0);
  const isMeant = (at.cancel.utteranceIndex ?? utterance.index) === utterance.index;
  if (at.cancel.playedMs !== null && isMeant)
    return Math.min(total, Math.round((at.cancel.playedMs * sampleRate) / 1000));
  const ahead = Math.max(0, (utterance.playout.endsAt ?? at.now) - at.now);
  return Math.max(0, total - Math.round((ahead * sampleRate) / 1000));
};

/** All was sent, yet the listener may still be hearing it: says where it was stopped. */
const reportFinished = (state: ContextState, cancel: Cancel, now: number): void => {
  const utterance = state.lastSpoken;
  if (utterance === null || (cancel.utteranceIndex ?? utterance.index) < utterance.index)
    return send(state, audioCancelled(cancel.utteranceIndex ?? state.utteranceIndex, NOTHING_SAID));
  const heard = heardSamples(utterance, utterance.sent, { cancel, now });
  send(state, audioCancelled(utterance.index, interruptionAt(utterance.sent, heard, [])));
  state.lastSpoken = null;
};
