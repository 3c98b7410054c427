/**
 * Does a worker's memory grow? Speaks sentences of varying length, four listeners at a time, and prints what
 * each process holds: npm run load:memory -- [sentences]
 */
import { CpuMeter } from './cpu-meter.js';
import { startOwnService } from './own-service.js';
import { wsTarget } from './ws-target.js';

const sentences = Number(process.argv[2] ?? 2_000);
const LISTENERS = 4;
const LOOKS = 20;
const never = new AbortController().signal;

const WORDS =
  'the quick small fox jumps over a very lazy dog and runs far into the dark green wood'.split(' ');

/** Sentences of 1 to 34 words, no two neighbours of one length. */
const textOf = (n: number): string => {
  const length = 1 + ((n * 13) % 34);
  const words = Array.from({ length }, (_, at) => WORDS[(n + at) % WORDS.length]);
  return `Now ${words.join(' ')}.`;
};

const service = await startOwnService();
const target = wsTarget({ url: service.url, voice: null, wordsPerSecond: null });
const lines = await Promise.all(Array.from({ length: LISTENERS }, () => target.open()));

let next = 0;
const speakUntil = (end: number): Promise<unknown> =>
  Promise.all(
    lines.map(async (line) => {
      while (next < end) {
        const { failure } = await line.speak(textOf(next++), never);
        if (failure !== null) throw new Error(failure);
      }
    }),
  );

console.log('sentences  worker MB  gateway MB');
for (let look = 1; look <= LOOKS; look += 1) {
  await speakUntil(Math.round((look * sentences) / LOOKS));
  const use = new CpuMeter(service.pids).read();
  const of = (name: string): string =>
    use.find((each) => each.name === name)?.residentMb?.toFixed(0) ?? '–';
  console.log(
    `${String(next).padStart(9)}  ${of('worker').padStart(9)}  ${of('gateway').padStart(10)}`,
  );
}
for (const line of lines) line.close();
await service.stop();
