/**
 * Speaks sentences and writes each as a WAV of 16 kHz with its word times, for a forced aligner, and as the
 * unsplit model speaks it, for a recogniser to compare:
 * node test/dist/bench/word-times.js FOLDER && python3 test/bench/align-words.py FOLDER
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createPostChain, wavHeader } from '@chorale/audio';
import { createVitsEngine, findVoices } from '@chorale/engines';
import type { Engine, NativeAudio, UnitResult, WordTiming } from '@chorale/speech';
import { normaliseForSpeech, type SpokenText } from '@chorale/speech/normalise';

import { UnsplitModel } from './unsplit-model.js';

const RATE = 16_000; // what the aligner's model was trained on
const VOICE = 'en_US-joe-medium';

const SENTENCES = [
  'The quick brown fox jumps over the lazy dog.',
  'In the morning of the second day, they went to the river.',
  'Please send the package for the office to the front desk.',
  'It costs $3.50, which is 20% less than last year.',
  'She was born in 1984 and moved to the city in 2005.',
  'The meeting starts at 10:30 and ends at 5 p.m. today.',
  'Dr. Smith will see you on March 3rd.',
  'There are 1,250 people waiting in the main hall.',
  'I think that this is one of the best books I have read.',
  'Could you tell me where the next bus stop is?',
  'The temperature will fall to minus 5 degrees at night.',
  'All of the lights in the house went out at the same time.',
  'He ran 3.14 miles before breakfast and felt great.',
  'My brother and his wife live next to the old library.',
  'We need 12 chairs, 3 tables, and a white board.',
  'The children played in the garden until the sun went down.',
  'Nothing in the letter explained why he had left.',
  'She opened the window because the room was too warm.',
  'You can pay with cash or with a credit card.',
  'After the storm, the water in the lake was calm again.',
] as const;

const patient = new AbortController().signal;

const unitsOf = async (engine: Engine, text: string) => {
  const sentence = await engine.open(
    {
      text,
      language: 'auto',
      voice: VOICE,
      speaker: null,
      style: { speed: 1, noiseScale: null, noiseWidth: null },
      seed: 1n,
      fromSample: 0,
      toSample: null,
      opensUtterance: true,
      endsUtterance: true,
      timings: true,
      hurried: true,
    },
    patient,
  );
  const results: UnitResult[] = [];
  for (let unit = sentence.nextUnit(); unit !== null; unit = sentence.nextUnit())
    results.push(...(await engine.run([unit], patient)));
  sentence.close();
  return { results, nativeRate: sentence.nativeRate };
};

/** The words that are said for a word of the source. */
const spokenFor = (spoken: SpokenText, word: WordTiming): string =>
  spoken.spans
    .filter((span) => span.sourceStart < word.charEnd && span.sourceEnd > word.charStart)
    .map((span) => spoken.text.slice(span.spokenStart, span.spokenEnd))
    .join(' ');

const describe = (text: string, words: readonly WordTiming[], nativeRate: number) => {
  const spoken = normaliseForSpeech(text, 'en-US');
  return {
    text,
    words: words.map((word) => ({
      word: word.word,
      spoken: spokenFor(spoken, word),
      startMs: (word.startSample * 1000) / nativeRate,
      endMs: (word.endSample * 1000) / nativeRate,
    })),
  };
};

/** The sound at the aligner's rate, as a WAV. */
const wavOf = (nativeRate: number, parts: readonly NativeAudio[], total: number): Buffer => {
  const chain = createPostChain({
    nativeRate,
    outputRate: RATE,
    pace: 1,
    gainDb: 0,
    encoding: 'pcm16',
    fromSample: 0,
    toSample: null,
  });
  const pushed = parts.map((part) => chain.push(part));
  const pcm = [...pushed, chain.finish(total)].flatMap((part) => part?.samples ?? []);
  const bytes = pcm.reduce((sum, part) => sum + part.byteLength, 0);
  return Buffer.concat([wavHeader(RATE, 1, bytes), ...pcm]);
};

const write = async (engine: Engine, text: string, path: string): Promise<void> => {
  const { results, nativeRate } = await unitsOf(engine, text);
  const parts = results.flatMap(({ audio }) => audio ?? []);
  const total = results.findLast(({ totalSamples }) => totalSamples !== null)?.totalSamples ?? 0;
  writeFileSync(`${path}.wav`, wavOf(nativeRate, parts, total));
  const words = results.flatMap((result) => result.words);
  writeFileSync(`${path}.json`, JSON.stringify(describe(text, words, nativeRate), null, 1));
};

const writeUnsplit = async (model: UnsplitModel, text: string, path: string): Promise<void> => {
  const samples = await model.speak(normaliseForSpeech(text, 'en-US').text);
  const wav = wavOf(model.nativeRate, [{ sampleOffset: 0, samples }], samples.length);
  writeFileSync(`${path}.unsplit.wav`, wav);
};

const folder = process.argv[2] ?? 'test/output/words';
mkdirSync(folder, { recursive: true });
const { voices } = await findVoices(process.env['VOICES_DIR'] ?? '.chorale/voices');
const voice = voices.find(({ manifest }) => manifest.id === VOICE);
if (voice === undefined) throw new Error(`the voice ${VOICE} is not installed`);
const unsplit = await UnsplitModel.start(voice, 1);
const engine = await createVitsEngine({
  voices,
  defaultVoice: VOICE,
  cacheDir: process.env['ENGINE_CACHE_DIR'] ?? '.chorale/engines',
  providers: ['cpu'],
});
for (const [index, text] of SENTENCES.entries()) {
  const path = join(folder, String(index).padStart(2, '0'));
  await write(engine, text, path);
  await writeUnsplit(unsplit, text, path);
}
await engine.close();
await unsplit.close();
console.log(`${SENTENCES.length} sentences are in ${folder}`);
