/**
 * npm run bench:engine [-- threads…]
 *
 * Compares the split model with the unsplit one, in one process, turn by turn, at equal threads: only
 * ratios count, since a machine's speed changes from minute to minute (and on a busy one, only that of
 * core time). Then measures the time to the first sound, by length of text and way of cutting chunks.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

import {
  createVitsEngine,
  findVoices,
  type InstalledVoice,
  type VitsEngine,
} from '@chorale/engines';
import { chunkSchedule, type ColumnRange } from '@chorale/speech';

import { SENTENCES, TEXTS } from './engine-texts.js';
import { UnsplitModel } from './unsplit-model.js';

const VOICE = process.env['DEFAULT_VOICE'] ?? 'en_US-joe-medium';
const VOICES_DIR = process.env['VOICES_DIR'] ?? '.chorale/voices';
const CACHE_DIR = process.env['ENGINE_CACHE_DIR'] ?? '.chorale/engines';
const TURNS = 5;
const patient = new AbortController().signal;

type Schedule = typeof chunkSchedule;

/** Chunks of `first` frames, each `growth` times the one before, up to `most`; a tail below 8 joins. */
const growing =
  (first: number, growth: number, most: number): Schedule =>
  (range) => {
    const chunks: ColumnRange[] = [];
    let size = first;
    for (let from = range.from; from < range.to; from = chunks.at(-1)?.to ?? range.to) {
      const to = from + Math.round(size);
      chunks.push({ from, to: range.to - to < 8 ? range.to : to });
      size = Math.min(most, size * growth);
    }
    return chunks;
  };

const SCHEDULES: Readonly<Record<string, Schedule>> = {
  '12 x1.5 -> 43': chunkSchedule,
  '20 x1.5 -> 43': growing(20, 1.5, 43),
  '43 fixed': growing(43, 1, 43),
  '86 fixed': growing(86, 1, 86),
};

interface Timing {
  readonly firstSoundMs: number;
  readonly totalMs: number;
  readonly samples: number;
}

const speak = async (engine: VitsEngine, text: string, hurried: boolean): Promise<Timing> => {
  const startedAt = performance.now();
  const sentence = await engine.open({ ...requestFor(text), hurried }, patient);
  let firstSoundMs: number | null = null;
  let samples = 0;
  for (let unit = sentence.nextUnit(); unit !== null; unit = sentence.nextUnit()) {
    const [result] = await engine.run([unit], patient);
    samples += result?.audio?.samples.length ?? 0;
    if (samples > 0) firstSoundMs ??= performance.now() - startedAt;
  }
  sentence.close();
  const totalMs = performance.now() - startedAt;
  return { firstSoundMs: firstSoundMs ?? totalMs, totalMs, samples };
};

const requestFor = (text: string) => ({
  text,
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
});

/** What it took to speak all sentences: seconds of wall time, of all cores, and of sound. */
interface Effort {
  readonly wall: number;
  readonly cpu: number;
  readonly sound: number;
}

type SpeakOne = (text: string) => Promise<number>;

/** Speaks all sentences, as many at once as there are threads. */
const speakAll = async (threads: number, speakOne: SpeakOne): Promise<Effort> => {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const open = [...SENTENCES];
  let samples = 0;
  const client = async (): Promise<void> => {
    for (let text = open.shift(); text !== undefined; text = open.shift()) {
      const made = await speakOne(text);
      samples += made;
    }
  };
  await Promise.all(Array.from({ length: threads }, client));
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    wall: (performance.now() - startedAt) / 1000,
    cpu: (user + system) / 1e6,
    sound: samples / 22_050,
  };
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

/** Split with an early start of every sentence, split with none, and unsplit. */
interface Turn {
  readonly early: Effort;
  readonly steady: Effort;
  readonly whole: Effort;
}

type Ways = { readonly [Way in keyof Turn]: () => Promise<Effort> };

const inOrder = async ({ early, steady, whole }: Ways): Promise<Turn> => ({
  early: await early(),
  steady: await steady(),
  whole: await whole(),
});

const inReverse = async ({ early, steady, whole }: Ways): Promise<Turn> => {
  const last = await whole();
  const middle = await steady();
  return { early: await early(), steady: middle, whole: last };
};

const compareThroughput = async (
  engine: VitsEngine,
  unsplit: UnsplitModel,
  threads: number,
): Promise<void> => {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const split = async (hurried: boolean): Promise<Effort> => {
    loop.enable();
    const effort = await speakAll(
      threads,
      async (text) => (await speak(engine, text, hurried)).samples,
    );
    loop.disable();
    return effort;
  };
  const whole = (): Promise<Effort> =>
    speakAll(threads, async (text) => (await unsplit.speak(text)).length);
  const turns: Turn[] = [];
  for (let turn = 0; turn <= TURNS; turn++) {
    const ways = { early: () => split(true), steady: () => split(false), whole };
    const result = turn % 2 === 0 ? await inOrder(ways) : await inReverse(ways);
    if (turn > 0) turns.push(result); // the first turn warms up
  }
  report(threads, turns, loop.percentile(99) / 1e6);
};

const report = (threads: number, turns: readonly Turn[], loopP99Ms: number): void => {
  const range = (of: (turn: Turn) => number): string => {
    const values = turns.map(of);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return `${median(values).toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  };
  console.log(`${threads} thread(s), the same ten sentences, split against unsplit:`);
  for (const way of ['early', 'steady'] as const) {
    const faster = range((turn) => turn.whole.wall / turn[way].wall);
    const cheaper = range((turn) => turn.whole.cpu / turn[way].cpu);
    const speed = range((turn) => turn[way].sound / turn[way].wall);
    console.log(`  ${way.padEnd(7)}${faster} times as fast, ${cheaper} times as cheap`);
    console.log(`         × real time ${speed}`);
  }
  console.log(`  unsplit × real time ${range(({ whole }) => whole.sound / whole.wall)}`);
  console.log(`  event loop p99 ${loopP99Ms.toFixed(1)} ms`);
};

/** Milliseconds to the first sound and to the last, one stream on one thread. */
const measureFirstSound = async (voices: readonly InstalledVoice[]): Promise<void> => {
  let schedule: Schedule = chunkSchedule;
  const engine = await engineFor(voices, 1, (range, total, start) => schedule(range, total, start));
  console.log(`\nfirst sound / all of it, ms (median of ${TURNS} turns, one stream)`);
  for (const [name, text] of Object.entries(TEXTS)) {
    const timings = await takeTurns(Object.values(SCHEDULES), (each) => {
      schedule = each;
      return speak(engine, text, true);
    });
    const cells = Object.keys(SCHEDULES).map((key, index) => cellOf(key, timings[index] ?? []));
    console.log(name.padEnd(10), cells.join('   '));
  }
  await engine.close();
};

/** Runs each of `ways` in turn, `TURNS` times and once before to warm up; the results of each way. */
const takeTurns = async <Way, Result>(
  ways: readonly Way[],
  run: (way: Way) => Promise<Result>,
): Promise<readonly (readonly Result[])[]> => {
  const turns: Result[][] = [];
  for (let turn = 0; turn <= TURNS; turn++) {
    const results: Result[] = [];
    for (const way of ways) results.push(await run(way));
    turns.push(results);
  }
  return ways.map((_, index) =>
    turns.slice(1).flatMap((results) => results.slice(index, index + 1)),
  );
};

const cellOf = (name: string, timings: readonly Timing[]): string => {
  const first = median(timings.map(({ firstSoundMs }) => firstSoundMs));
  const total = median(timings.map(({ totalMs }) => totalMs));
  return `${name}: ${first.toFixed(0)} / ${total.toFixed(0)}`;
};

const engineFor = (
  voices: readonly InstalledVoice[],
  threads: number,
  schedule: Schedule = chunkSchedule,
): Promise<VitsEngine> =>
  createVitsEngine({
    voices,
    defaultVoice: VOICE,
    cacheDir: CACHE_DIR,
    threads,
    providers: ['cpu'],
    schedule,
  });

const main = async (): Promise<void> => {
  const { voices } = await findVoices(VOICES_DIR);
  const voice = voices.find(({ manifest }) => manifest.id === VOICE);
  if (voice === undefined) throw new Error(`the voice ${VOICE} is not installed in ${VOICES_DIR}`);
  const counts = process.argv.slice(2).map(Number);
  for (const threads of counts.length > 0 ? counts : [1, 2]) {
    const engine = await engineFor(voices, threads);
    const unsplit = await UnsplitModel.start(voice, threads);
    await compareThroughput(engine, unsplit, threads);
    await unsplit.close();
    await engine.close();
  }
  await measureFirstSound(voices);
};

await main();
