import type { JobState } from '../ports/job-queue.js';
import type { SentenceOrder } from './context-effect.js';
import type { ContextState } from './context-state.js';
import { runKey } from './context-state.js';
import { nextNeededAt } from './playout.js';
import type { SentenceRun } from './sentence-run.js';

/** A listener with less than this in hand makes its next sentence urgent, ms. */
const URGENT_SLACK_MS = 1_000;

/** Finished sentences that may wait behind an unfinished one, however short they are. */
const MAX_FINISHED_AHEAD = 64;

/** A refused enqueue is offered again after this long, ms. */
const ENQUEUE_RETRY_MS = 250;

/**
 * Walks the sentences owed from the front: asks for what may be asked for, promotes what has become
 * urgent. Returns when (ms) a sentence that the queue refused may be offered again; null if none waits.
 */
export const dispatchSentences = (state: ContextState, now: number): number | null => {
  const walk: Walk = { ...AT_FRONT };
  for (const run of state.outbox.sentences()) {
    const { playout } = run.facts.utterance;
    const due = nextNeededAt(playout, run.facts.cutAt) + walk.secondsBefore * 1000;
    if (isWaiting(run, now)) noteWaiting(walk, run);
    else if (mayAsk(state, run, walk)) ask(state, run, { due, now });
    else if (run.isOut) refreshBand(state, run, { due, now });
    stepPast(walk, run);
    if (walk.out === state.out.size && !hasRoom(state, walk)) break;
  }
  return walk.retryAt;
};

/** What stands ahead of a sentence. */
interface Walk {
  heldBytes: number;
  secondsBefore: number;
  first: boolean;
  /** In the queue or with a worker. */
  out: number;
  /** Refused by the queue, to be offered again: they keep their place in the window. */
  waiting: number;
  finished: number;
  retryAt: number | null;
}

const AT_FRONT: Walk = {
  ...{ heldBytes: 0, secondsBefore: 0, first: true },
  ...{ out: 0, waiting: 0, finished: 0, retryAt: null },
};

interface Timing {
  readonly due: number;
  readonly now: number;
}

const isRefused = (run: SentenceRun): boolean => run.facts.utterance.facts.refusal !== null;

const isWaiting = (run: SentenceRun, now: number): boolean =>
  run.state.kind === 'held' && run.retryAt > now;

const noteWaiting = (walk: Walk, run: SentenceRun): void => {
  walk.waiting += 1;
  walk.retryAt = Math.min(walk.retryAt ?? run.retryAt, run.retryAt);
};

const mayAsk = (state: ContextState, run: SentenceRun, walk: Walk): boolean => {
  if (run.state.kind !== 'held' || isRefused(run) || !hasPlace(state, walk)) return false;
  if (walk.first && !run.facts.utterance.config.streamAudio) return true;
  return walk.heldBytes + run.heldBytes < state.options.limits.heldBackBytes;
};

const hasPlace = (state: ContextState, walk: Walk): boolean =>
  state.out.size + walk.waiting < state.options.limits.sentencesInFlight &&
  walk.finished < MAX_FINISHED_AHEAD;

/** Whether any sentence behind those walked past may be asked for. */
const hasRoom = (state: ContextState, walk: Walk): boolean =>
  hasPlace(state, walk) && walk.heldBytes < state.options.limits.heldBackBytes;

const stepPast = (walk: Walk, run: SentenceRun): void => {
  walk.first = false;
  walk.out += Number(run.isOut);
  walk.finished += Number(run.isOver || isRefused(run));
  walk.heldBytes += run.heldBytes;
  walk.secondsBefore += secondsLeft(run);
};

/** What is still to be heard of a sentence: known where its samples are made, guessed elsewhere. */
const secondsLeft = (run: SentenceRun): number => {
  const { utterance } = run.facts;
  const held = utterance.secondsOf(run.heldBytes);
  if (run.isOver) return held;
  const made = run.nextSample / utterance.config.sampleRate;
  return held + Math.max(0, run.estimatedSeconds - made);
};

const ask = (state: ContextState, run: SentenceRun, timing: Timing): void => {
  const order = orderFor(state, run, timing);
  run.askedSince ??= timing.now;
  run.state = {
    kind: 'queued',
    band: order.band,
    fromSample: order.fromSample,
    due: timing.due,
    askAgainAt: timing.now + state.options.limits.jobCheckMs,
  };
  state.out.set(runKey(order.address), run);
  state.effects.push({ kind: 'enqueue', order });
};

const orderFor = (state: ContextState, run: SentenceRun, timing: Timing): SentenceOrder => {
  const { utterance, label, text } = run.facts;
  const { config } = utterance;
  run.endsUtterance ??= utterance.textEnded && label.sentenceIndex === utterance.sentences - 1;
  return {
    address: run.address,
    text,
    config,
    fromSample: run.nextSample,
    toSample: run.nextSample + state.options.limits.sliceSeconds * config.sampleRate,
    opensUtterance: label.sentenceIndex === 0,
    endsUtterance: run.endsUtterance,
    band: bandFor(run, timing),
    due: timing.due,
    pace: config.priority === 'batch' ? 'asap' : 'realtime',
  };
};

const bandFor = (run: SentenceRun, timing: Timing): 'urgent' | 'lookAhead' => {
  if (run.facts.utterance.config.priority === 'batch') return 'lookAhead';
  return timing.due - timing.now <= URGENT_SLACK_MS ? 'urgent' : 'lookAhead';
};

const refreshBand = (state: ContextState, run: SentenceRun, timing: Timing): void => {
  if (run.state.kind !== 'queued') return;
  run.state = { ...run.state, due: timing.due };
  if (run.state.band === 'urgent' || bandFor(run, timing) === 'lookAhead') return;
  run.state = { ...run.state, band: 'urgent' };
  state.effects.push({
    kind: 'promote',
    job: { address: run.address, fromSample: run.state.fromSample },
  });
};

/** Asks about jobs that nobody started; one that waited too long fails as overloaded. */
export const checkWaitingJobs = (state: ContextState, now: number): void => {
  for (const run of [...state.out.values()]) {
    if (run.state.kind !== 'queued' || run.state.askAgainAt > now) continue;
    if (hasWaitedTooLong(state, run, now)) {
      failRun(state, run, 'overloaded: no worker was free in time');
      continue;
    }
    run.state = { ...run.state, askAgainAt: now + state.options.limits.jobCheckMs };
    state.effects.push({
      kind: 'checkJob',
      job: { address: run.address, fromSample: run.state.fromSample },
    });
  }
};

/** The deadline counts from when the listener began to wait: look-ahead may lie in the queue for long. */
const hasWaitedTooLong = (state: ContextState, run: SentenceRun, now: number): boolean => {
  if (run.state.kind !== 'queued') return false;
  const since = Math.max(run.askedSince ?? now, run.state.due);
  return now - since >= state.options.limits.queueDeadlineMs;
};

/** Holds a sentence that the queue did not take for another try, until its time is up. */
export const offerAgain = (
  state: ContextState,
  run: SentenceRun,
  failure: { readonly uncertain: boolean; readonly now: number },
): void => {
  if (run.state.kind !== 'queued') return; // it got there nevertheless
  if (hasWaitedTooLong(state, run, failure.now))
    return failRun(state, run, 'overloaded: the queue takes no work');
  if (failure.uncertain) retryRun(state, run, { counts: false });
  else takeBack(state, run);
  run.retryAt = failure.now + ENQUEUE_RETRY_MS;
};

/** The job never was in the queue: the same attempt may be offered again. */
const takeBack = (state: ContextState, run: SentenceRun): void => {
  state.out.delete(runKey(run.address));
  run.state = { kind: 'held' };
};

/** A job that the queue does not know, or that a worker took without a word for two checks, is lost. */
export const takeJobState = (state: ContextState, run: SentenceRun, job: JobState): void => {
  if (run.state.kind !== 'queued') return;
  if (job === 'waiting') run.silentChecks = 0;
  else run.silentChecks += job === 'unknown' ? 2 : 1;
  if (run.silentChecks >= 2) retryRun(state, run, { counts: false });
};

/** Fences off the attempt and holds the sentence for another, unless it has used up its attempts. */
export const retryRun = (
  state: ContextState,
  run: SentenceRun,
  how: { readonly counts: boolean; readonly reason?: string },
): void => {
  const waiting = run.waitingJob;
  state.out.delete(runKey(run.address));
  run.retry(how.counts);
  state.effects.push({ kind: 'abortAttempts', address: run.address, waiting });
  if (run.strikes < state.options.limits.attempts) return;
  run.fail(how.reason ?? 'every worker that took this sentence died');
};

/** Ends a sentence without its audio; whatever still runs for it is stopped. */
export const failRun = (state: ContextState, run: SentenceRun, reason: string): void => {
  const waiting = run.waitingJob;
  state.out.delete(runKey(run.address));
  run.retry(false);
  state.effects.push({ kind: 'abortAttempts', address: run.address, waiting });
  run.fail(reason);
};

/** When the next queued sentence turns urgent or must be asked about, ms; null if none waits. */
export const nextDispatchAt = (state: ContextState): number | null => {
  let at: number | null = null;
  const consider = (time: number) => (at = at === null ? time : Math.min(at, time));
  for (const run of state.out.values()) {
    if (run.state.kind !== 'queued') continue;
    consider(run.state.askAgainAt);
    if (run.state.band === 'lookAhead' && run.facts.utterance.config.priority !== 'batch')
      consider(run.state.due - URGENT_SLACK_MS);
  }
  return at;
};
