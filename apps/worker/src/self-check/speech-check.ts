import type { Engine, OpenSentence, SentenceRequest } from '@chorale/speech';

/** The engine is up, but what it says is no speech: its worker must not take anybody's sentences. */
class UnfitEngineError extends Error {
  override readonly name = 'UnfitEngineError';
}

/** Speakable in every language, and short. */
const SENTENCE: Omit<SentenceRequest, 'voice'> = {
  text: '1, 2, 3, 4, 5.',
  language: 'auto',
  speaker: null,
  style: { speed: 1, noiseScale: null, noiseWidth: null },
  seed: 1n,
  fromSample: 0,
  toSample: null,
  opensUtterance: true,
  endsUtterance: true,
  timings: false,
  hurried: false,
};

/** A sentence that takes longer than this will not come, ms. */
const PATIENCE_MS = 30_000;

/**
 * Speaks one sentence and listens: rejects with `UnfitEngineError` if it is silent, or holds a sample
 * that is no number, and with what the engine says if it fails.
 */
export const checkSpeech = async (engine: Engine, voice: string): Promise<void> => {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const sentence = await engine.open({ ...SENTENCE, voice }, signal);
  try {
    const heard = await samplesOf(engine, sentence, signal);
    if (!heard.map((samples) => isAudible(samples, voice)).includes(true))
      throw new UnfitEngineError(`the voice ${voice} says nothing`);
  } finally {
    sentence.close();
  }
};

const samplesOf = async (
  engine: Engine,
  sentence: OpenSentence,
  signal: AbortSignal,
): Promise<readonly Float32Array[]> => {
  const heard: Float32Array[] = [];
  for (let unit = sentence.nextUnit(); unit !== null; unit = sentence.nextUnit()) {
    const results = await engine.run([unit], signal);
    heard.push(...results.flatMap(({ audio }) => (audio === null ? [] : [audio.samples])));
  }
  return heard;
};

const isAudible = (samples: Float32Array, voice: string): boolean => {
  if (!samples.every(Number.isFinite))
    throw new UnfitEngineError(`the voice ${voice} gives samples that are no numbers`);
  return samples.some((sample) => sample !== 0);
};
