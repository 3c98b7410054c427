import type { WordTiming } from '../ports/chunk-stream.js';
import type { BegunSentence, SynthesisJob } from '../ports/synthesis-job.js';

/** How a worker would speak a whole sentence, in its own output samples. */
export interface SentenceOutline {
  readonly totalSamples: number;
  readonly words: readonly WordTiming[];
}

/** Silence between words from this length on is a pause, seconds. */
const PAUSE_SECONDS = 0.08;

/**
 * How many samples a worker's own offsets lie before those of a sentence that another make began. Where both
 * speak equally long, the job's shift holds, and the next sample is the next one. Where not, it goes back to the
 * last pause before what was not heard in full: two renderings are joined in silence, and no word is lost.
 */
export const joinShift = (
  job: Pick<SynthesisJob, 'fromSample' | 'shift' | 'outputRate'>,
  begun: BegunSentence,
  outline: SentenceOutline,
): number => {
  const { totalSamples } = begun;
  if (totalSamples === null || totalSamples === outline.totalSamples + job.shift) return job.shift;
  return job.fromSample - lastPause(outline.words, begun.heardTo, PAUSE_SECONDS * job.outputRate);
};

/** Where the last pause begins before the first word that was not heard; 0 if there is none. */
const lastPause = (words: readonly WordTiming[], heardTo: number, atLeast: number): number => {
  const unheard = words.findIndex(({ charStart }) => charStart >= heardTo);
  if (unheard < 0) return words.at(-1)?.endSample ?? 0;
  const before = words
    .slice(0, unheard)
    .findLast(
      ({ endSample }, at) => (words[at + 1]?.startSample ?? endSample) - endSample >= atLeast,
    );
  return before?.endSample ?? 0;
};
