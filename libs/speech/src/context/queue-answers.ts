import { sentenceKey } from '../ports/identifiers.js';
import type { JobState } from '../ports/job-queue.js';
import type { ContextState } from './context-state.js';
import type { SentenceRun } from './sentence-run.js';
import { failRun, retryRun } from './sentence-retry.js';

/** A refused enqueue is offered again after this long, ms. */
const ENQUEUE_RETRY_MS = 250;

/** Holds a sentence that the queue did not take for another try, until its time is up. */
export const offerAgain = (
  state: ContextState,
  run: SentenceRun,
  failure: { readonly uncertain: boolean; readonly now: number },
): void => {
  if (run.state.kind !== 'queued') return; // it got there nevertheless
  if (hasWaitedTooLong(state, run, failure.now))
    return failRun(state, run, 'overloaded: the queue takes no work');
  if (failure.uncertain) retryRun(state, run, { kind: 'untouched' });
  else takeBack(state, run);
  run.retryAt = failure.now + ENQUEUE_RETRY_MS;
};

/** The job never was in the queue: the same attempt may be offered again. */
const takeBack = (state: ContextState, run: SentenceRun): void => {
  state.out.delete(sentenceKey(run.address));
  run.state = { kind: 'held' };
};

/** Asks about jobs without news; one that waited for too long fails as overloaded. */
export const checkJobs = (state: ContextState, now: number): void => {
  for (const run of [...state.out.values()]) {
    if (run.checkAt > now) continue;
    if (hasWaitedTooLong(state, run, now))
      failRun(state, run, 'overloaded: no worker was free in time');
    else checkJob(state, run, now);
  }
};

/** A running job is asked about too: its last word may have been lost, while its worker lives on. */
const checkJob = (state: ContextState, run: SentenceRun, now: number): void => {
  const fromSample = run.outFrom;
  if (fromSample === null) return;
  const { jobCheckMs } = state.options.limits;
  const isQuiet = now - run.newsAt >= jobCheckMs;
  run.checkAt = isQuiet ? now + jobCheckMs : run.newsAt + jobCheckMs;
  if (!isQuiet) return;
  state.effects.push({ kind: 'checkJob', job: { address: run.address, fromSample } });
};

/** The deadline counts from when the listener began to wait: look-ahead may lie in the queue for long. */
const hasWaitedTooLong = (state: ContextState, run: SentenceRun, now: number): boolean => {
  if (run.state.kind !== 'queued') return false;
  const since = Math.max(run.askedSince ?? now, run.state.due);
  return now - since >= state.options.limits.queueDeadlineMs;
};

/** A job is lost that the queue does not know, or that a worker took without a word for two checks. */
export const takeJobState = (
  state: ContextState,
  run: SentenceRun,
  checked: { readonly fromSample: number; readonly state: JobState },
): void => {
  if (run.outFrom !== checked.fromSample) return;
  const isQueued = run.state.kind === 'queued';
  if (checked.state === 'unknown')
    return retryRun(state, run, { kind: isQueued ? 'untouched' : 'blameless' });
  run.silentChecks = isQueued && checked.state === 'active' ? run.silentChecks + 1 : 0;
  if (run.silentChecks >= 2) retryRun(state, run, { kind: 'blameless' });
};
