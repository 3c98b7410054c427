import { nativeRange, type WantedAudio } from '@chorale/audio';
import {
  type EngineCapabilities,
  type SentenceRequest,
  SynthesisError,
  type SynthesisJob,
} from '@chorale/speech';

/** What a job asks of its voice: the same slice in output and in native samples. */
export interface SentenceWish {
  readonly wanted: WantedAudio;
  readonly request: SentenceRequest;
}

/** With less in hand, ms, a listener may come to wait for the first sound of a sentence. */
const SCARCE_MS = 1_000;

/** As much of an engine as decides how a job is asked of it. */
export type SpeakingRange = Pick<EngineCapabilities, 'voices' | 'minSpeed' | 'maxSpeed'>;

/**
 * Reads a job, begun at `now`, for such an engine: what of its speed the engine does not reach is left to
 * the time-stretch. Throws `SynthesisError` if its voice is not among the engine's.
 */
export const sentenceWish = (
  job: SynthesisJob,
  engine: SpeakingRange,
  now: number,
): SentenceWish => {
  const voice = engine.voices.find(({ id }) => id === job.voice);
  if (!voice) {
    // Not retryable: all workers of a class serve the same voices.
    throw new SynthesisError('unknown_voice', `The voice ${job.voice} is not installed here.`);
  }
  const { minSpeed, maxSpeed } = engine;
  const speed = Math.min(maxSpeed, Math.max(minSpeed, job.style.speed));
  const wanted = {
    nativeRate: voice.nativeRate,
    outputRate: job.outputRate,
    pace: job.style.speed / speed,
    fromSample: job.fromSample,
    toSample: job.toSample,
  };
  const { from, to } = nativeRange(wanted);
  return {
    wanted,
    request: {
      text: job.text,
      language: job.language,
      voice: job.voice,
      speaker: job.speaker,
      style: { ...job.style, speed },
      seed: BigInt(job.sentenceSeed),
      fromSample: from,
      toSample: to,
      opensUtterance: job.opensUtterance,
      endsUtterance: job.endsUtterance,
      timings: job.timings,
      hurried: job.pace === 'realtime' && job.due - now < SCARCE_MS,
    },
  };
};
