import { createPostChain, type PostChain } from '@chorale/audio';
import type {
  Clock,
  Engine,
  OpenSentence,
  SentenceOutline,
  SynthesisJob,
  UnitResult,
  WordTiming,
} from '@chorale/speech';

import { abortOf } from './abort-race.js';
import { sentenceWish } from './sentence-request.js';
import type { UnitRequest, UnitScheduler } from './unit-scheduler.js';

/** What an outline is made with. */
export interface OutlineParts {
  readonly engine: Engine;
  readonly scheduler: UnitScheduler;
  readonly clock: Clock;
}

/**
 * How this worker would speak the whole sentence of a job, in output samples: its encoder passes are run,
 * each in its turn among other sentences' units under the name `sentenceId`, and no sound is made.
 */
export const outlineOf = async (
  job: SynthesisJob,
  sentenceId: string,
  { engine, scheduler, clock }: OutlineParts,
  signal: AbortSignal,
): Promise<SentenceOutline> => {
  const arrival = clock.now();
  const whole = { ...job, fromSample: 0, toSample: null, timings: true };
  const { wanted, request } = sentenceWish(whole, engine.capabilities, arrival);
  const sentence = await engine.open({ ...request, outline: true }, signal);
  const { due, trace, encoding } = job;
  const asked = { sentenceId, due, arrival, opensUtterance: false, trace };
  try {
    const results = await allResults(sentence, asked, scheduler, signal);
    const { nativeRate } = sentence;
    return inOutput(results, createPostChain({ ...wanted, nativeRate, gainDb: 0, encoding }));
  } finally {
    scheduler.leave(sentenceId, () => sentence.close());
  }
};

const allResults = async (
  sentence: OpenSentence,
  asked: Omit<UnitRequest, 'unit'>,
  scheduler: UnitScheduler,
  signal: AbortSignal,
): Promise<readonly UnitResult[]> => {
  const aborted = abortOf(signal);
  const results: UnitResult[] = [];
  for (let unit = sentence.nextUnit(); unit !== null; unit = sentence.nextUnit())
    results.push(await Promise.race([scheduler.run({ ...asked, unit }, signal), aborted]));
  return results;
};

const inOutput = (results: readonly UnitResult[], chain: PostChain): SentenceOutline => {
  const totals = results.flatMap(({ totalSamples }) => totalSamples ?? []);
  const placed = (word: WordTiming): WordTiming => ({
    ...word,
    startSample: chain.outputPosition(word.startSample),
    endSample: chain.outputPosition(word.endSample),
  });
  return {
    totalSamples: chain.outputTotal(totals.at(-1) ?? 0),
    words: results.flatMap(({ words }) => words.map(placed)),
  };
};
