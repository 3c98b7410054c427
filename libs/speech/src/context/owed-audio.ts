import type { ContextState } from './context-state.js';
import type { SentenceRun } from './sentence-run.js';

/** What a context still wants of the workers. */
export interface OwedAudio {
  /** Audio still to be made, seconds; a guess where a sentence's length is not known yet. */
  readonly seconds: number;
  /** What of it is being made or waits for a worker, seconds. */
  readonly queuedSeconds: number;
  /** A listener waits for it: what is made for files uses only what is free. */
  readonly hasListener: boolean;
  /** Something was given to be spoken, now or before. */
  readonly hasBegun: boolean;
}

/** Adds up what is not made yet of the sentences owed. */
export const owedAudio = (state: ContextState): OwedAudio => {
  const sum = { seconds: 0, queuedSeconds: 0, hasListener: false };
  for (const run of state.outbox.sentences()) if (isToBeMade(run)) add(sum, run, state);
  return { ...sum, hasBegun: state.utteranceIndex > 0 || state.input?.opened === true };
};

const isToBeMade = (run: SentenceRun): boolean =>
  !run.isOver && run.facts.utterance.facts.refusal === null;

/** With a worker, in the queue, or to be offered again as there was nobody to take it. */
const isAskedFor = (run: SentenceRun): boolean => run.isOut || run.askedSince !== null;

const add = (
  sum: { seconds: number; queuedSeconds: number; hasListener: boolean },
  run: SentenceRun,
  state: ContextState,
): void => {
  const { config } = run.facts.utterance;
  const seconds = Math.max(LEAST_SECONDS, run.expectedSeconds - run.nextSample / config.sampleRate);
  sum.seconds += seconds;
  if (isAskedFor(run)) sum.queuedSeconds += Math.min(seconds, state.options.limits.sliceSeconds);
  if (config.priority !== 'batch') sum.hasListener = true;
};

/** Taken for what is left of a sentence that turned out longer than guessed, seconds. */
const LEAST_SECONDS = 0.5;
