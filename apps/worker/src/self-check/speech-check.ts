import { warmUp } from '@chorale/engines';
import type { Engine } from '@chorale/speech';

/** The engine is up, but what it says is no speech: its worker must not take anybody's sentences. */
class UnfitEngineError extends Error {
  override readonly name = 'UnfitEngineError';
}

/** A sentence that takes longer than this will not come, ms. */
const PATIENCE_MS = 30_000;

/**
 * Speaks one sentence and listens: rejects with `UnfitEngineError` if it is silent, or holds a sample
 * that is no number, and with what the engine says if it fails.
 */
export const checkSpeech = async (engine: Engine, voice: string): Promise<void> => {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const heard = await warmUp(engine, voice, signal);
  if (!heard.map((samples) => isAudible(samples, voice)).includes(true))
    throw new UnfitEngineError(`the voice ${voice} says nothing`);
};

const isAudible = (samples: Float32Array, voice: string): boolean => {
  if (!samples.every(Number.isFinite))
    throw new UnfitEngineError(`the voice ${voice} gives samples that are no numbers`);
  return samples.some((sample) => sample !== 0);
};
