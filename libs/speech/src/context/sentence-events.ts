import type { ContextEvent } from './context-event.js';
import type { ContextState } from './context-state.js';
import { runKey } from './context-state.js';
import { failRun, retryRun } from './sentence-dispatch.js';
import type { SentenceRun } from './sentence-run.js';

type EventOf<K extends ContextEvent['kind']> = Extract<ContextEvent, { kind: K }>;

/** A refused enqueue is offered again after this long, ms. */
const ENQUEUE_RETRY_MS = 250;

/** A worker has begun: from now on its silence is judged. */
export const begin = (run: SentenceRun, event: EventOf<'started'>): void => {
  run.state = { kind: 'running', worker: event.worker, fromSample: run.nextSample };
};

/** Keeps samples that are next in order; a hole means that some were lost on the way. */
export const takeChunk = (
  state: ContextState,
  run: SentenceRun,
  event: EventOf<'chunkArrived'>,
): void => {
  if (run.accept(event.address, event) === 'hole') return retryRun(state, run, { counts: false });
  const { utterance } = run.facts;
  const limit = state.options.limits.wholeFileBytes;
  if (utterance.config.streamAudio || run.heldBytes <= limit) return;
  failRun(
    state,
    run,
    `audio_too_long: a file of one sentence may hold ${limit} bytes; use stream_audio`,
  );
};

/** The job is over: the sentence too, or the rest of it waits to be asked for. */
export const endSlice = (
  state: ContextState,
  run: SentenceRun,
  end: { readonly at: number; readonly kind: 'held' | 'ended' },
): void => {
  if (end.at !== run.nextSample) return retryRun(state, run, { counts: false });
  state.out.delete(runKey(run.address));
  run.state = { kind: end.kind };
};

/** Tries again where another worker may do better. */
export const takeFailure = (
  state: ContextState,
  run: SentenceRun,
  event: EventOf<'sentenceFailed'>,
): void => {
  const { message: reason, retryable } = event.failure;
  if (retryable) return retryRun(state, run, { counts: true, reason });
  state.out.delete(runKey(run.address));
  run.state = { kind: 'failed', reason };
};

/** Holds a sentence that the queue did not take for another try, until its time is up. */
export const offerAgain = (
  state: ContextState,
  run: SentenceRun,
  failure: { readonly uncertain: boolean; readonly now: number },
): void => {
  run.firstAskedAt ??= failure.now;
  if (failure.now - run.firstAskedAt >= state.options.limits.queueDeadlineMs)
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
