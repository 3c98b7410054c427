import type { SentenceAddress } from '../ports/identifiers.js';
import { CLOSE_CODE } from './close-code.js';
import { cancelUtterances } from './context-cancel.js';
import type { ContextEffect } from './context-effect.js';
import type { ContextEvent } from './context-event.js';
import { abandon, hangUp } from './context-end.js';
import { endOverfull, endText, isOverfull, takeConfig, takeText } from './context-input.js';
import { boundJournal, journalChanges } from './context-journal.js';
import { resumeContext } from './context-resume.js';
import type { ContextOptions, ContextState } from './context-state.js';
import { endWith, newContext, owe } from './context-state.js';
import type { OutboxEntry } from './outbox.js';
import type { OwedAudio } from './owed-audio.js';
import { owedAudio } from './owed-audio.js';
import { deliverSentence } from './sentence-delivery.js';
import { checkJobs } from './queue-answers.js';
import { dispatchSentences, nextDispatchAt } from './sentence-dispatch.js';
import type { RunEvent } from './sentence-events.js';
import { applyToRun, isOfRun } from './sentence-events.js';
import { judgeWorker, loseWorker, retryAll } from './sentence-retry.js';
import { sentencesAhead } from './sentences-ahead.js';
import { errorMessage } from './server-message.js';
import type { UtteranceConfig } from './utterance-config.js';

type EventOf<K extends ContextEvent['kind']> = Extract<ContextEvent, { kind: K }>;

/**
 * One ordered voice stream within a session, as a deterministic machine: events and the time go
 * in, effects come out, in the order in which they must be carried out. It never looks at a clock,
 * a socket or the bytes of a chunk.
 */
export class ContextMachine {
  readonly #state: ContextState;

  /** A context whose socket opened at `now` (ms of any monotonic clock). */
  constructor(options: ContextOptions, now: number) {
    this.#state = newContext(options, now);
  }

  /** Takes one event at `now` (ms) and says what has to be done. */
  handle(event: ContextEvent, now: number): readonly ContextEffect[] {
    const state = this.#state;
    if (state.closed) return [];
    state.effects = [];
    if (isInput(event)) this.#read(event, now);
    else if (isOfRun(event)) applyToRun(state, event, now);
    else this.#apply(event, now);
    this.#settle(now);
    return [...journalChanges(state), ...state.effects];
  }

  /** The config in force; null before the first. */
  get config(): UtteranceConfig | null {
    return this.#state.config;
  }

  /** Anything of the client's still waits to be spoken or said. */
  get owes(): boolean {
    return this.#state.outbox.size > 0;
  }

  /** Audio sent to the client in all, seconds. */
  get sentSeconds(): number {
    return this.#state.sentSeconds;
  }

  /** What the workers still have to make for it. */
  get owed(): OwedAudio {
    return owedAudio(this.#state);
  }

  /** The sentences whose audio goes out before that of an attempt; null if nobody waits for it. */
  sentencesAhead(address: SentenceAddress): number | null {
    return sentencesAhead(this.#state, address);
  }

  /** What was sent and a listener who plays it all in real time cannot have heard yet, ms. */
  audioAheadMs(now: number): number {
    return Math.max(0, (this.#state.playout.endsAt ?? now) - now);
  }

  #read(event: InputEvent, now: number): void {
    const state = this.#state;
    state.waitingSince = now;
    state.received += 1;
    if (state.ending && !(state.closeAsked && event.kind === 'cancelled')) return;
    if (isOverfull(state) && event.kind !== 'cancelled') return endOverfull(state);
    this.#take(event, now);
    boundJournal(state);
  }

  #take(event: InputEvent, now: number): void {
    const state = this.#state;
    switch (event.kind) {
      case 'configured':
        return takeConfig(state, event);
      case 'textPushed':
        return takeText(state, event.text, now);
      case 'textEnded':
        return endText(state, now);
      case 'closeRequested':
        state.closeAsked = true;
        return endWith(state, { code: CLOSE_CODE.normal, reason: 'session closed' });
      case 'cancelled':
        return cancelUtterances(state, event, now);
      case 'protocolError':
        return takeProtocolError(state, event);
    }
  }

  #apply(event: Exclude<ContextEvent, InputEvent | RunEvent>, now: number): void {
    const state = this.#state;
    switch (event.kind) {
      case 'socketBlocked':
      case 'socketDrained':
        state.blocked = event.kind === 'socketBlocked';
        return;
      case 'clientBusy':
        state.waitingSince = now;
        return;
      case 'audioAcked':
        state.waitingSince = now;
        return state.ledger?.acknowledge(event.position);
      case 'resumed':
        return resumeContext(state, event, now);
      case 'socketClosed':
        return abandon(state, event.reason);
      case 'workerLost':
        return loseWorker(state, event.worker, now);
      case 'workerJudged':
        return judgeWorker(state, event);
      case 'streamLost':
        return retryAll(state);
      case 'drainRequested':
        state.draining = true;
        return;
      case 'woke':
        state.wakeAt = null;
        return checkJobs(state, now);
    }
  }

  #settle(now: number): void {
    const state = this.#state;
    if (state.closed) return;
    leaveIfDrained(state);
    expire(state, now);
    if (!deliver(state, now)) return;
    scheduleWake(state, dispatchSentences(state, now));
  }
}

type InputEvent = EventOf<
  'configured' | 'textPushed' | 'textEnded' | 'closeRequested' | 'cancelled' | 'protocolError'
>;

const INPUT_KINDS: ReadonlySet<ContextEvent['kind']> = new Set<InputEvent['kind']>([
  'configured',
  'textPushed',
  'textEnded',
  'closeRequested',
  'cancelled',
  'protocolError',
]);

const isInput = (event: ContextEvent): event is InputEvent => INPUT_KINDS.has(event.kind);

const takeProtocolError = (state: ContextState, event: EventOf<'protocolError'>): void => {
  if (event.fatal)
    return endWith(state, {
      code: CLOSE_CODE.policy,
      reason: 'protocol error',
      error: event.message,
    });
  owe(state, { kind: 'message', message: errorMessage(event.message) });
};

/** A server that stops says goodbye behind all it owes, once no utterance is being fed any more. */
const leaveIfDrained = (state: ContextState): void => {
  if (!state.draining || state.input?.opened === true) return;
  endWith(state, { code: CLOSE_CODE.goingAway, reason: 'the gateway stops' });
};

/** Time limits of the client: they run only while nothing is owed to it. */
const expire = (state: ContextState, now: number): void => {
  const at = expiresAt(state);
  if (at === null || now < at) return;
  const error =
    state.config === null
      ? 'Timeout waiting for session.config'
      : 'Idle timeout: no message received';
  endWith(state, { code: CLOSE_CODE.policy, reason: 'timeout', error });
};

const expiresAt = (state: ContextState): number | null => {
  if (state.ending || state.outbox.size > 0) return null;
  const { configTimeoutMs, idleTimeoutMs } = state.options.limits;
  return state.waitingSince + (state.config === null ? configTimeoutMs : idleTimeoutMs);
};

/** Sends all that can be sent; false when that ended the connection. */
const deliver = (state: ContextState, now: number): boolean => {
  if (state.blocked) return true;
  const owedBefore = state.outbox.size > 0;
  for (let entry = state.outbox.first(); entry !== undefined; entry = state.outbox.first()) {
    if (!deliverEntry(state, entry, now)) break;
    if (state.closed) return false;
    state.outbox.shift();
    state.ledger?.sent(state.sentSeconds);
  }
  if (owedBefore && state.outbox.size === 0) state.waitingSince = now;
  return true;
};

const deliverEntry = (state: ContextState, entry: OutboxEntry, now: number): boolean => {
  switch (entry.kind) {
    case 'sentence':
      return deliverSentence(state, entry.run, now);
    case 'message':
      state.effects.push({ kind: 'sendMessage', message: entry.message });
      return true;
    case 'utteranceDone':
      state.effects.push({ kind: 'sendMessage', message: entry.message });
      if (entry.route !== null) releaseRoute(state, entry.route);
      return true;
    case 'close':
      hangUp(state, entry);
      return true;
  }
};

const releaseRoute = (state: ContextState, route: number): void => {
  state.lastSpoken = state.routes.get(route) ?? null;
  state.routes.delete(route);
  state.effects.push({ kind: 'releaseRoute', route });
};

const scheduleWake = (state: ContextState, retryAt: number | null): void => {
  const times = [expiresAt(state), nextDispatchAt(state), retryAt].filter((at) => at !== null);
  const at = times.length === 0 ? null : Math.min(...times);
  if (at === state.wakeAt) return;
  state.wakeAt = at;
  state.effects.push({ kind: 'wakeAt', at });
};
