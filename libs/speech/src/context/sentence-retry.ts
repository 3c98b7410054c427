import type { WorkerId } from '../ports/identifiers.js';
import { sentenceKey } from '../ports/identifiers.js';
import type { ContextState } from './context-state.js';
import type { Loss, SentenceRun } from './sentence-run.js';
import { noteUnsent } from './waste.js';

/** By then a dead worker has left the registry, where its record lives 5 s, and that was noticed, ms. */
const JUDGED_WITHIN_MS = 10_000;

const ALL_DIED = 'every worker that took this sentence died';

const NOBODY_ENDS_IT = 'no worker brought this sentence to its end';

/** Fences off the attempt and holds the sentence for another, unless it has used up its attempts. */
export const retryRun = (
  state: ContextState,
  run: SentenceRun,
  loss: Loss & { readonly reason?: string },
): void => {
  const waiting = run.waitingJob;
  state.out.delete(sentenceKey(run.address));
  run.retry(loss);
  const reason = 'superseded';
  state.effects.push({ kind: 'abortAttempts', address: run.address, waiting, reason });
  const { attempts } = state.options.limits;
  if (run.strikes >= attempts) endFailed(state, run, loss.reason ?? ALL_DIED);
  else if (run.losses >= 2 * attempts) endFailed(state, run, NOBODY_ENDS_IT);
};

/** Ends a sentence of which nothing runs any more. */
export const endFailed = (state: ContextState, run: SentenceRun, reason: string): void => {
  noteUnsent(state, [run], 'failed');
  run.fail(reason);
};

/** Ends a sentence without its audio; whatever still runs for it is stopped. */
export const failRun = (state: ContextState, run: SentenceRun, reason: string): void => {
  const waiting = run.waitingJob;
  state.out.delete(sentenceKey(run.address));
  run.retry({ kind: 'untouched' });
  const { address } = run;
  state.effects.push({ kind: 'abortAttempts', address, waiting, reason: 'failed' });
  endFailed(state, run, reason);
};

/** Makes again, elsewhere, what a silent worker was making. */
export const loseWorker = (state: ContextState, worker: WorkerId, now: number): void => {
  for (const run of [...state.out.values()]) {
    if (run.state.kind !== 'running' || run.state.worker !== worker) continue;
    retryRun(state, run, { kind: 'silent', worker });
    if (isInDoubt(state, run)) run.retryAt = now + JUDGED_WITHIN_MS;
  }
};

/**
 * So many workers fell silent over it that it must fail should they be dead: no further one is put
 * at risk before that is known.
 */
const isInDoubt = (state: ContextState, run: SentenceRun): boolean =>
  run.strikes + run.suspicions >= state.options.limits.attempts;

/** Counts a lost attempt against its sentence, now that it is known whether its worker died. */
export const judgeWorker = (
  state: ContextState,
  verdict: { readonly worker: WorkerId; readonly died: boolean },
): void => {
  for (const run of state.outbox.sentences()) {
    if (run.suspicions === 0 || run.isOver) continue;
    const wasInDoubt = isInDoubt(state, run);
    run.judge(verdict.worker, verdict.died);
    if (run.strikes >= state.options.limits.attempts) failRun(state, run, ALL_DIED);
    else if (wasInDoubt && !isInDoubt(state, run)) run.retryAt = 0;
  }
};

/** Makes again whatever is out. */
export const retryAll = (state: ContextState): void => {
  for (const run of [...state.out.values()]) retryRun(state, run, { kind: 'untouched' });
};
