import { availableParallelism } from 'node:os';

import { createVitsEngine, findVoices, type VitsEngine } from '@chorale/engines';

import { mixedText } from './texts.js';

const VOICE = process.env['DEFAULT_VOICE'] ?? 'en_US-joe-medium';

/** Threads that the engine and the service get: one a core. */
const THREADS = availableParallelism();

// More than there are threads: one waits while another's text is read, as in the service.
const STREAMS = 3 * THREADS;

const never = new AbortController().signal;

/** Opens the engine that the service runs, with as many threads. */
export const openEngine = async (): Promise<VitsEngine> => {
  const { voices } = await findVoices(process.env['VOICES_DIR'] ?? '.chorale/voices');
  const cacheDir = process.env['ENGINE_CACHE_DIR'] ?? '.chorale/engines';
  const options = { cacheDir, threads: THREADS, providers: ['cpu'] as const };
  return createVitsEngine({ voices, defaultVoice: VOICE, ...options });
};

/** Keeps all threads busy for so long with the mixed texts; gives × real time. */
export const engineAlone = async (engine: VitsEngine, seconds: number): Promise<number> => {
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  let samples = 0;
  const speakOn = async (first: number): Promise<void> => {
    for (let n = first; performance.now() < until; n += STREAMS)
      for (const text of mixedText(n).split(/(?<=[.?!]) /)) {
        const made = await speak(engine, text); // not inside the sum: others add to it meanwhile
        samples += made;
      }
  };
  await Promise.all(Array.from({ length: STREAMS }, (_, index) => speakOn(index)));
  return samples / 22_050 / ((performance.now() - startedAt) / 1000);
};

const speak = async (engine: VitsEngine, text: string): Promise<number> => {
  const style = { speed: 1, noiseScale: null, noiseWidth: null };
  const sentence = await engine.open(
    {
      ...{ text, style, language: 'auto', voice: VOICE, speaker: null, seed: 1n },
      ...{ fromSample: 0, toSample: null, opensUtterance: true, endsUtterance: true },
      ...{ timings: false, hurried: true },
    },
    never,
  );
  let samples = 0;
  for (let unit = sentence.nextUnit(); unit !== null; unit = sentence.nextUnit())
    samples += (await engine.run([unit], never))[0]?.audio?.samples.length ?? 0;
  sentence.close();
  return samples;
};
