import { createHash } from 'node:crypto';

import {
  createVitsEngine,
  findVoices,
  type VitsEngine,
  type VitsEngineOptions,
} from '@chorale/engines';
import type { OpenSentence, SentenceRequest, Unit, UnitResult, WordTiming } from '@chorale/speech';

/** Where the real voice of these tests lies, and where its prepared model is kept. */
export const VOICES_DIR = process.env['VOICES_DIR'] ?? '.chorale/voices';
export const CACHE_DIR = process.env['ENGINE_CACHE_DIR'] ?? '.chorale/engines';
export const VOICE = 'en_US-joe-medium';

const patient = new AbortController().signal;

/** Starts an engine on the processor with the installed voices. */
export const startEngine = async (
  options: Partial<VitsEngineOptions> = {},
): Promise<VitsEngine> => {
  const { voices } = await findVoices(VOICES_DIR);
  return createVitsEngine({
    voices,
    defaultVoice: VOICE,
    cacheDir: CACHE_DIR,
    threads: 1,
    providers: ['cpu'],
    ...options,
  });
};

/** A request for one sentence; the defaults are those of a lone sentence. */
export const aRequest = (request: Partial<SentenceRequest> = {}): SentenceRequest => ({
  text: 'The quick brown fox jumps over the lazy dog.',
  language: 'auto',
  voice: VOICE,
  speaker: null,
  style: { speed: 1, noiseScale: null, noiseWidth: null },
  seed: 42n,
  fromSample: 0,
  toSample: null,
  opensUtterance: true,
  endsUtterance: true,
  timings: false,
  hurried: true,
  ...request,
});

/** All that an engine gave for a request. */
export interface Spoken {
  readonly samples: Float32Array;
  readonly words: readonly WordTiming[];
  readonly totalSamples: number | null;
  readonly units: readonly Unit[];
}

/** Speaks a sentence to its end; throws if its audio has a gap. */
export const speak = async (
  engine: VitsEngine,
  request: Partial<SentenceRequest> = {},
): Promise<Spoken> => {
  const whole = aRequest(request);
  const sentence = await engine.open(whole, patient);
  try {
    const steps = await allSteps(engine, sentence);
    return spokenOf(steps, whole.fromSample);
  } finally {
    sentence.close();
  }
};

interface Step {
  readonly unit: Unit;
  readonly result: UnitResult;
}

const allSteps = async (engine: VitsEngine, sentence: OpenSentence): Promise<readonly Step[]> => {
  const steps: Step[] = [];
  for (let unit = sentence.nextUnit(); unit !== null; unit = sentence.nextUnit()) {
    const [result] = await engine.run([unit], patient);
    if (result === undefined) throw new Error('a unit without result');
    steps.push({ unit, result });
  }
  return steps;
};

const spokenOf = (steps: readonly Step[], fromSample: number): Spoken => {
  const heard: number[] = [];
  for (const { result } of steps) {
    if (result.audio === null) continue;
    if (result.audio.sampleOffset !== fromSample + heard.length) throw new Error('a gap');
    for (const sample of result.audio.samples) heard.push(sample);
  }
  return {
    samples: Float32Array.from(heard),
    words: steps.flatMap(({ result }) => result.words),
    totalSamples:
      steps.findLast(({ result }) => result.totalSamples !== null)?.result.totalSamples ?? null,
    units: steps.map(({ unit }) => unit),
  };
};

/** Hash of samples, so that a difference in any bit shows. */
export const hashOf = (samples: Float32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    .digest('hex');

/** Root mean square in dB of full scale. */
export const levelOf = (samples: Float32Array): number =>
  10 * Math.log10(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);

/** Numbers in 0–1 that are the same in each run. */
export const repeatableRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};
