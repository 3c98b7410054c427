import type { SessionLedger } from '../resume/session-ledger.js';
import type { TextSplitter } from '../text/text-splitter.js';
import type { ContextEffect } from './context-effect.js';
import type { ContextLimits } from './context-limits.js';
import type { OutboxEntry } from './outbox.js';
import { journalEntryOf, Outbox } from './outbox.js';
import type { Playout } from './playout.js';
import { SILENT } from './playout.js';
import type { SentenceRun } from './sentence-run.js';
import type { ServerAbilities } from './unit-refusal.js';
import type { Utterance } from './utterance.js';
import type { Profile, UtteranceConfig } from './utterance-config.js';

/** What a context is given for life. */
export interface ContextOptions {
  readonly profile: Profile;
  readonly limits: ContextLimits;
  readonly abilities: ServerAbilities;
  /** A number that no utterance of this gateway has. */
  readonly allocateRoute: () => number;
}

/** The utterance that is still being fed. */
export interface OpenInput {
  readonly splitter: TextSplitter;
  /** Null until its first sentence is cut. */
  utterance: Utterance | null;
  /** Non-empty text came: the config is fixed until `input.done`. */
  opened: boolean;
  codePoints: number;
  sentences: number;
}

/** All that a context remembers; only the machine's own functions touch it. */
export interface ContextState {
  readonly options: ContextOptions;
  readonly outbox: Outbox;
  /** Sentences in the queue or with a worker, by `sentenceKey`. */
  readonly out: Map<string, SentenceRun>;
  /** Open routes and their utterances. */
  readonly routes: Map<number, Utterance>;
  /** What a resumable session must not lose; null for any other. */
  ledger: SessionLedger | null;
  /** Messages of the client that were read. */
  received: number;
  config: UtteranceConfig | null;
  input: OpenInput | null;
  utteranceIndex: number;
  /** The utterance whose `session.done` went out last: its listener may still be hearing it. */
  lastSpoken: Utterance | null;
  /** Audio sent in all, seconds. */
  sentSeconds: number;
  /** The clock of a listener who hears one utterance after the other. */
  playout: Playout;
  /** Since when we wait for the client, ms. */
  waitingSince: number;
  /** Since when stale attempts have been heard that were not told again yet, ms. */
  staleSince: number | null;
  /** The socket takes no more for now. */
  blocked: boolean;
  /** The server stops: the connection ends once the utterance that is being fed has been spoken. */
  draining: boolean;
  /** No message of the client is read any more. */
  ending: boolean;
  /** The client itself asked for the end. */
  closeAsked: boolean;
  closed: boolean;
  /** Collected during one event. */
  effects: ContextEffect[];
  wakeAt: number | null;
}

/** A context whose socket opened at `now` (ms). */
export const newContext = (options: ContextOptions, now: number): ContextState => ({
  options,
  outbox: new Outbox(),
  out: new Map(),
  routes: new Map(),
  ledger: null,
  received: 0,
  config: null,
  input: null,
  utteranceIndex: 0,
  lastSpoken: null,
  sentSeconds: 0,
  playout: SILENT,
  waitingSince: now,
  staleSince: null,
  blocked: false,
  draining: false,
  ending: false,
  closeAsked: false,
  closed: false,
  effects: [],
  wakeAt: null,
});

/** Puts something behind all that is owed. */
export const owe = (state: ContextState, entry: OutboxEntry): void => {
  state.outbox.push(entry);
  state.ledger?.owe(journalEntryOf(entry));
};

/** Ends the reading of input: the message, if any, and the close follow all that is owed. */
export const endWith = (
  state: ContextState,
  end: { readonly code: number; readonly reason: string; readonly error?: string },
): void => {
  if (state.ending) return;
  state.ending = true;
  if (end.error !== undefined)
    owe(state, { kind: 'message', message: { type: 'error', message: end.error } });
  owe(state, { kind: 'close', code: end.code, reason: end.reason });
};
