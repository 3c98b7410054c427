/**
 * How much of the engine's throughput the whole service passes on, in one run: slices in which listeners
 * keep the service busy take turns with slices in which the same engine runs alone, with equal threads.
 * npm run load:share -- [listeners] [seconds per slice] [turns]
 */
import { availableParallelism } from 'node:os';

import { createVitsEngine, findVoices, type VitsEngine } from '@chorale/engines';

import { startOwnService } from './own-service.js';
import type { LoadReport } from './report.js';
import { tableOf } from './report.js';
import { runLoad } from './run.js';
import { percentile } from './statistics.js';
import { mixedText } from './texts.js';
import { wsTarget } from './ws-target.js';

const SLO = { ttfaP95Ms: 300, underrunMs: 20 };
const VOICE = process.env['DEFAULT_VOICE'] ?? 'en_US-joe-medium';
const listeners = Number(process.argv[2] ?? 8);
const seconds = Number(process.argv[3] ?? 15);
const turns = Number(process.argv[4] ?? 4);
const threads = availableParallelism();

// More than there are threads: one waits while another's text is read, as in the service.
const STREAMS = 3 * threads;

/** Keeps all threads busy for so long; gives × real time. */
const engineAlone = async (engine: VitsEngine): Promise<number> => {
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  let samples = 0;
  const speakOn = async (first: number): Promise<void> => {
    for (let n = first; performance.now() < until; n += STREAMS)
      for (const text of mixedText(n).split(/(?<=[.?!]) /)) {
        const made = await speak(engine, text);
        samples += made;
      }
  };
  await Promise.all(Array.from({ length: STREAMS }, (_, index) => speakOn(index)));
  return samples / 22_050 / ((performance.now() - startedAt) / 1000);
};

const never = new AbortController().signal;

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

const openEngine = async (): Promise<VitsEngine> => {
  const { voices } = await findVoices(process.env['VOICES_DIR'] ?? '.chorale/voices');
  const cacheDir = process.env['ENGINE_CACHE_DIR'] ?? '.chorale/engines';
  return createVitsEngine({ voices, defaultVoice: VOICE, cacheDir, threads, providers: ['cpu'] });
};

const median = (values: readonly number[]): number => percentile(values, 0.5);

const service = await startOwnService({ ADMISSION_LIMIT: '0' }); // saturated on purpose
const engine = await openEngine();
const target = wsTarget({ url: service.url, voice: null, wordsPerSecond: null });
const load = (count: number, length: number): Promise<LoadReport> =>
  runLoad(count, {
    ...{ target, duty: null, text: mixedText, slo: SLO, pids: service.pids },
    ...{ seconds: length, rate: null },
  });

await load(1, 3); // warm
const reports: LoadReport[] = [];
const alone: number[] = [];
for (let turn = 0; turn < turns; turn += 1) {
  const report = await load(listeners, seconds);
  reports.push(report);
  alone.push(await engineAlone(engine));
  console.log(`${tableOf(report)}\n  engine alone ${alone.at(-1)?.toFixed(1) ?? ''} × real time\n`);
}
const shares = reports.map((report, turn) => report.timesRealTime / (alone[turn] ?? Number.NaN));
console.log(`The service gives ${median(shares).toFixed(2)} of the engine's throughput (median)`);
console.log(`  in each turn: ${shares.map((share) => share.toFixed(2)).join('  ')}`);
console.log(`  first audio p50 ${median(reports.map(({ ttfaMs }) => ttfaMs.p50)).toFixed(0)} ms`);
console.log(`  first audio p95 ${median(reports.map(({ ttfaMs }) => ttfaMs.p95)).toFixed(0)} ms`);
await engine.close();
await service.stop();
