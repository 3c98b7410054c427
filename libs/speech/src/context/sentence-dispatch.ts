import { sentenceKey } from '../ports/identifiers.js';
import { dueAfterMs } from '../schedule/due.js';

import type { SentenceOrder } from './context-effect.js';
import type { ContextState } from './context-state.js';
import { nextNeededAt } from './playout.js';
import type { SentenceRun } from './sentence-run.js';

/** A listener with less than this in hand makes its next sentence urgent, ms. */
const URGENT_SLACK_MS = 1_000;

/** So long the rest of a sentence waits for a worker of the make that began it, ms. */
const LIKE_FIRST_MS = 1_000;

/** A worker is told of another due time from this difference on, ms: a tenth of its longest chunk. */
const NOTABLE_MS = 50;

/** Workers take what is due first: work that nobody listens to comes behind all that somebody does, ms. */
const NOBODY_LISTENS_MS = 24 * 3600 * 1000;

/** Finished sentences that may wait behind an unfinished one, however short they are. */
const MAX_FINISHED_AHEAD = 64;

/**
 * Walks the sentences owed from the front: asks for what may be asked for, promotes what has become
 * urgent. Returns when (ms) a sentence that is held for a while may be offered again; null if none is.
 */
export const dispatchSentences = (state: ContextState, now: number): number | null => {
  const walk: Walk = { ...AT_FRONT };
  for (const run of state.outbox.sentences()) {
    const { playout } = run.facts.utterance;
    const neededAt = nextNeededAt(playout, run.facts.cutAt) + walk.secondsBefore * 1000;
    const timing = { due: dueOf(run, neededAt), now };
    if (isWaiting(run, now)) noteWaiting(walk, run);
    else if (mayAsk(state, run, walk)) ask(state, run, timing);
    else if (run.isOut) refresh(state, run, timing);
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
  /** Held for a while before they are offered again: they keep their place in the window. */
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

/** When the listener needs what the sentence's job, out or next, begins with: `neededAt` is what it has not been sent. */
const dueOf = (run: SentenceRun, neededAt: number): number => {
  const { sampleRate } = run.facts.utterance.config;
  const fromSample = run.outFrom ?? run.nextSample;
  return dueAfterMs(neededAt, fromSample - run.progress.sentSamples, sampleRate);
};

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
  return held + Math.max(0, run.expectedSeconds - made);
};

const ask = (state: ContextState, run: SentenceRun, timing: Timing): void => {
  const order = orderFor(state, run, timing);
  run.askedSince ??= timing.now;
  run.toldDue = order.due;
  run.checkAt = timing.now + state.options.limits.jobCheckMs;
  run.state = {
    kind: 'queued',
    band: order.band,
    fromSample: order.fromSample,
    due: timing.due,
    isKept: order.begun !== null,
  };
  state.out.set(sentenceKey(order.address), run);
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
    voicing: run.voicing,
    fromSample: run.nextSample,
    toSample: run.nextSample + state.options.limits.sliceSeconds * config.sampleRate,
    opensUtterance: label.sentenceIndex === 0,
    endsUtterance: run.endsUtterance,
    band: bandFor(run, timing),
    due: config.priority === 'batch' ? timing.due + NOBODY_LISTENS_MS : timing.due,
    pace: config.priority === 'batch' ? 'asap' : 'realtime',
    begun: run.begun,
    shift: run.shift,
    isSuspect: run.strikes + run.suspicions >= state.options.limits.attempts - 1,
  };
};

const bandFor = (run: SentenceRun, timing: Timing): 'urgent' | 'lookAhead' => {
  if (run.facts.utterance.config.priority === 'batch') return 'lookAhead';
  return timing.due - timing.now <= URGENT_SLACK_MS ? 'urgent' : 'lookAhead';
};

/** Keeps queue and worker up to date about a job that is out. */
const refresh = (state: ContextState, run: SentenceRun, timing: Timing): void => {
  if (run.facts.utterance.config.priority !== 'batch') refreshDue(state, run, timing.due);
  if (run.state.kind !== 'queued') return;
  run.state = { ...run.state, due: timing.due };
  if (run.state.isKept) offerToAll(state, run, timing);
  else promote(state, run, timing);
};

const refreshDue = (state: ContextState, run: SentenceRun, due: number): void => {
  if (run.outFrom === null || Math.abs(due - run.toldDue) < NOTABLE_MS) return;
  run.toldDue = due;
  const job = { address: run.address, fromSample: run.outFrom };
  state.effects.push({ kind: 'moveDue', job, due });
};

type Queued = Extract<SentenceRun['state'], { kind: 'queued' }>;

const promote = (state: ContextState, run: SentenceRun, timing: Timing): void => {
  if (run.state.kind !== 'queued' || !turnsUrgent(run, run.state)) return;
  if (bandFor(run, timing) === 'lookAhead') return;
  run.state = { ...run.state, band: 'urgent' };
  const job = { address: run.address, fromSample: run.state.fromSample };
  state.effects.push({ kind: 'promote', job });
};

/** Workers of other makes may have it too, once its like had their time and the listener cannot wait for them. */
const offerToAll = (state: ContextState, run: SentenceRun, timing: Timing): void => {
  if (run.state.kind !== 'queued' || timing.now < leavesMakeAt(run, run.state)) return;
  const band = bandFor(run, timing);
  run.state = { ...run.state, band, isKept: false };
  const job = { address: run.address, fromSample: run.state.fromSample };
  state.effects.push({ kind: 'offerToAll', job, band });
};

const leavesMakeAt = (run: SentenceRun, { due }: Queued): number => {
  const at = (run.askedSince ?? 0) + LIKE_FIRST_MS;
  if (run.facts.utterance.config.priority === 'batch') return at;
  return Math.max(at, due - URGENT_SLACK_MS);
};

/** When the next queued sentence turns urgent, or the next job must be asked about, ms; null if none is out. */
export const nextDispatchAt = (state: ContextState): number | null => {
  let at: number | null = null;
  const consider = (time: number) => (at = at === null ? time : Math.min(at, time));
  for (const run of state.out.values()) {
    consider(run.checkAt);
    if (run.state.kind !== 'queued') continue;
    if (run.state.isKept) consider(leavesMakeAt(run, run.state));
    else if (turnsUrgent(run, run.state)) consider(run.state.due - URGENT_SLACK_MS);
  }
  return at;
};

const turnsUrgent = (run: SentenceRun, { band }: Queued): boolean =>
  band === 'lookAhead' && run.facts.utterance.config.priority !== 'batch';
