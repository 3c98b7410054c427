import { nativeRange, type WantedAudio } from '@chorale/audio';
import {
  type SentenceRequest,
  SynthesisError,
  type SynthesisJob,
  type VoiceRecord,
} from '@chorale/speech';

/** What a job asks of its voice: the same slice in output and in native samples. */
export interface SentenceWish {
  readonly wanted: WantedAudio;
  readonly request: SentenceRequest;
}

/** With less in hand, ms, a listener may come to wait for the first sound of a sentence. */
const SCARCE_MS = 1_000;

/** Reads a job, begun at `now`, for the engine that has these voices; throws `SynthesisError` if its voice is not among them. */
export const sentenceWish = (
  job: SynthesisJob,
  voices: readonly VoiceRecord[],
  now: number,
): SentenceWish => {
  const voice = voices.find(({ id }) => id === job.voice);
  if (!voice) {
    // Not retryable: all workers of a class serve the same voices.
    throw new SynthesisError('unknown_voice', `The voice ${job.voice} is not installed here.`);
  }
  const wanted = {
    nativeRate: voice.nativeRate,
    outputRate: job.outputRate,
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
      style: job.style,
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
