import type { Engine, OpenSentence, SentenceRequest } from '@chorale/speech';

/** Speakable in every language, and short. */
const WARM_UP: Omit<SentenceRequest, 'voice'> = {
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
  hurried: true,
};

/** Speaks a known sentence, so that later ones find memory and code in place; gives what was heard. */
export const warmUp = async (
  engine: Pick<Engine, 'open' | 'run'>,
  voice: string,
  signal: AbortSignal,
): Promise<readonly Float32Array[]> => {
  const sentence = await engine.open({ ...WARM_UP, voice }, signal);
  try {
    return await spokenBy(engine, sentence, signal);
  } finally {
    sentence.close();
  }
};

const spokenBy = async (
  engine: Pick<Engine, 'run'>,
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
