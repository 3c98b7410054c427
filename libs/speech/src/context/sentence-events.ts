import type { SentenceAddress } from '../ports/identifiers.js';
import { sentenceKey } from '../ports/identifiers.js';
import type { ContextEvent } from './context-event.js';
import type { ContextState } from './context-state.js';
import { fixPlan, noteFingerprint } from './context-journal.js';
import { offerAgain, takeJobState } from './queue-answers.js';
import { endFailed, failRun, retryRun } from './sentence-retry.js';
import type { SentenceRun } from './sentence-run.js';
import { noteWaste } from './waste.js';

type EventOf<K extends ContextEvent['kind']> = Extract<ContextEvent, { kind: K }>;

/** News of one attempt of one sentence. */
export type RunEvent = Extract<ContextEvent, { readonly address: SentenceAddress }>;

/** Says whether an event is news of one sentence. */
export const isOfRun = <E extends ContextEvent>(event: E): event is Extract<E, RunEvent> =>
  'address' in event;

/** Failures that say nothing about the sentence: its worker left, or one of both could not be heard. */
const BLAMELESS: ReadonlySet<string> = new Set([
  'worker_draining',
  'broker_unavailable',
  'gateway_silent',
]);

/** Takes news of a sentence's current attempt; what a stale one says is not heard. */
export const applyToRun = (state: ContextState, event: RunEvent, now: number): void => {
  const run = currentRun(state, event.address);
  if (run === null) return takeStale(state, event, now);
  if (!IS_OF_QUEUE.has(event.kind)) run.newsAt = now;
  switch (event.kind) {
    case 'voiced':
      run.voicing ??= event.voicing;
      return;
    case 'started':
      return begin(state, run, event);
    case 'chunkArrived':
      return takeChunk(state, run, event);
    case 'timingArrived':
      return run.acceptWords(event.words);
    case 'planned':
      run.expectSamples(event.totalSamples);
      return;
    case 'joined':
      return run.joinTo(event.shift);
    case 'yielded':
      return endSlice(state, run, { at: event.nextSample, kind: 'held' });
    case 'sentenceEnded':
      return endSlice(state, run, { at: event.totalSamples, kind: 'ended' });
    case 'sentenceFailed':
      return takeFailure(state, run, event);
    case 'enqueueFailed':
      return offerAgain(state, run, { uncertain: event.uncertain, now });
    case 'jobChecked':
      return takeJobState(state, run, event);
  }
};

/** What the gateway itself says of a sentence: no worker was heard. */
const IS_OF_QUEUE: ReadonlySet<ContextEvent['kind']> = new Set<ContextEvent['kind']>([
  'voiced',
  'enqueueFailed',
  'jobChecked',
]);

const currentRun = (state: ContextState, address: SentenceAddress): SentenceRun | null => {
  const run = state.out.get(sentenceKey(address));
  return run?.isCurrent(address) === true ? run : null;
};

/** How often workers are told again that still speak for stale attempts, ms. */
const TELL_AGAIN_MS = 1_000;

/** A stale attempt that only now begins, or goes on and on, missed its order to stop: it is told again. */
const takeStale = (state: ContextState, event: RunEvent, now: number): void => {
  if (event.kind === 'started') return stopStale(state, event.address);
  if (event.kind !== 'chunkArrived') return;
  const utterance = state.routes.get(event.address.route);
  const { byteLength: bytes } = event.samples;
  if (utterance !== undefined) noteWaste(state, utterance, { bytes, reason: 'superseded' });
  state.staleSince ??= now; // what was on its way needs no second order
  if (now - state.staleSince < TELL_AGAIN_MS) return;
  state.staleSince = null;
  stopStale(state, event.address);
};

const stopStale = (state: ContextState, stale: SentenceAddress): void => {
  const address = { ...stale, attempt: stale.attempt + 1 };
  const effect = { kind: 'abortAttempts', address, waiting: null, reason: 'superseded' } as const;
  state.effects.push(effect);
};

/** A worker has begun: from now on its silence is judged. */
const begin = (state: ContextState, run: SentenceRun, event: EventOf<'started'>): void => {
  noteFingerprint(state, run, event.fingerprint);
  run.askedSince = null;
  const fromSample = run.outFrom ?? run.nextSample;
  run.state = { kind: 'running', worker: event.worker, fromSample };
};

/** Keeps samples that are next in order; a hole means that some were lost on the way. */
const takeChunk = (state: ContextState, run: SentenceRun, event: EventOf<'chunkArrived'>): void => {
  const { utterance } = run.facts;
  const heldBefore = run.heldBytes;
  const verdict = run.accept(event);
  const bytes = event.samples.byteLength - (run.heldBytes - heldBefore);
  noteWaste(state, utterance, { bytes, reason: 'superseded' });
  if (verdict === 'hole') return retryIncomplete(state, run);
  fixPlan(state, run);
  const limit = state.options.limits.wholeFileBytes;
  if (utterance.config.streamAudio || run.heldBytes <= limit) return;
  failRun(
    state,
    run,
    `audio_too_long: a file of one sentence may hold ${limit} bytes; use stream_audio`,
  );
};

/** The job is over: the sentence too, or the rest of it waits to be asked for. */
const endSlice = (
  state: ContextState,
  run: SentenceRun,
  end: { readonly at: number; readonly kind: 'held' | 'ended' },
): void => {
  const isEmptySlice = end.kind === 'held' && !run.hasProgressed;
  if (end.at !== run.nextSample || isEmptySlice) return retryIncomplete(state, run);
  state.out.delete(sentenceKey(run.address));
  run.state = { kind: end.kind };
};

/** Audio is missing. An attempt that brought none counts, or one fault could repeat for ever. */
const retryIncomplete = (state: ContextState, run: SentenceRun): void =>
  retryRun(state, run, {
    kind: run.hasProgressed ? 'blameless' : 'failed',
    reason: 'its audio arrived incomplete',
  });

/** Tries again where another worker may do better. */
const takeFailure = (
  state: ContextState,
  run: SentenceRun,
  event: EventOf<'sentenceFailed'>,
): void => {
  const { code, message: reason, retryable } = event.failure;
  if (BLAMELESS.has(code)) return retryRun(state, run, { kind: 'blameless' });
  if (retryable) return retryRun(state, run, { kind: 'failed', reason });
  state.out.delete(sentenceKey(run.address));
  endFailed(state, run, reason);
};
