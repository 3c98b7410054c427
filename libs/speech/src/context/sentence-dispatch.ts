import type { JobState } from '../ports/job-queue.js';
import type { SentenceOrder } from './context-effect.js';
import type { ContextState } from './context-state.js';
import { runKey } from './context-state.js';
import { estimatedSeconds, nextNeededAt } from './playout.js';
import type { SentenceRun } from './sentence-run.js';

/** A listener with less than this in hand makes its next sentence urgent, ms. */
const URGENT_SLACK_MS = 1_000;

/** Finished sentences that may wait behind an unfinished one, however short they are. */
const MAX_FINISHED_AHEAD = 64;

/** Walks the sentences owed from the front: asks for what may be asked for, promotes what has become urgent. */
export const dispatchSentences = (state: ContextState, now: number): void => {
  const walk: Walk = { heldBytes: 0, secondsBefore: 0, first: true, out: 0, finished: 0 };
  for (const run of state.outbox.sentences()) {
    const { playout } = run.facts.utterance;
    const due = nextNeededAt(playout, run.facts.cutAt) + walk.secondsBefore * 1000;
    if (mayAsk(state, run, walk) && run.retryAt <= now) ask(state, run, { due, now });
    else if (run.isOut) refreshBand(state, run, { due, now });
    stepPast(walk, run);
    if (walk.out >= state.options.limits.sentencesInFlight) return;
    if (walk.finished >= MAX_FINISHED_AHEAD) return;
  }
};

interface Walk {
  heldBytes: number;
  secondsBefore: number;
  first: boolean;
  out: number;
  finished: number;
}

interface Timing {
  readonly due: number;
  readonly now: number;
}

const mayAsk = (state: ContextState, run: SentenceRun, walk: Walk): boolean => {
  const { limits } = state.options;
  if (run.state.kind !== 'held' || run.facts.utterance.facts.refusal !== null) return false;
  if (state.out.size >= limits.sentencesInFlight) return false;
  if (walk.first && !run.facts.utterance.config.streamAudio) return true;
  return walk.heldBytes + run.heldBytes < limits.heldBackBytes;
};

const stepPast = (walk: Walk, run: SentenceRun): void => {
  walk.first = false;
  walk.out += Number(run.isOut);
  walk.finished += Number(run.isOver);
  walk.heldBytes += run.heldBytes;
  walk.secondsBefore += secondsLeft(run);
};

/** What is still to be heard of a sentence: known where its samples are made, guessed elsewhere. */
const secondsLeft = (run: SentenceRun): number => {
  const { utterance, text } = run.facts;
  const held = utterance.secondsOf(run.heldBytes);
  if (run.isOver) return held;
  const made = run.nextSample / utterance.config.sampleRate;
  return held + Math.max(0, estimatedSeconds(text) / utterance.config.speed - made);
};

const ask = (state: ContextState, run: SentenceRun, timing: Timing): void => {
  const order = orderFor(state, run, timing);
  run.state = {
    kind: 'queued',
    since: timing.now,
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
    if (now - run.state.since >= state.options.limits.queueDeadlineMs) {
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
  run.state = { kind: 'failed', reason: how.reason ?? 'every worker that took this sentence died' };
};

/** Ends a sentence without its audio; whatever still runs for it is stopped. */
export const failRun = (state: ContextState, run: SentenceRun, reason: string): void => {
  const waiting = run.waitingJob;
  state.out.delete(runKey(run.address));
  run.retry(false);
  state.effects.push({ kind: 'abortAttempts', address: run.address, waiting });
  run.state = { kind: 'failed', reason };
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
