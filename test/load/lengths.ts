/**
 * Does the first sound depend on the length of the text? One listener asks for texts of 8, 20 and 60 words
 * in turns: npm run load:lengths -- [turns]
 */
import { startOwnService } from './own-service.js';
import { spreadOf } from './statistics.js';
import { TEXTS } from './texts.js';
import { wsTarget } from './ws-target.js';

const turns = Number(process.argv[2] ?? 30);
const never = new AbortController().signal;

const service = await startOwnService();
const line = await wsTarget({ url: service.url, voice: null, wordsPerSecond: null }).open();
const firstSounds = { short: [] as number[], middle: [] as number[], long: [] as number[] };

for (let turn = -2; turn < turns; turn += 1) {
  for (const size of ['short', 'middle', 'long'] as const) {
    const texts: readonly string[] = TEXTS[size];
    const report = await line.speak(texts[(turn + 2) % texts.length] ?? '', never);
    if (report.firstAudioAt === null) throw new Error(`no sound: ${report.failure ?? ''}`);
    if (turn >= 0) firstSounds[size].push(report.firstAudioAt - report.requestedAt); // before: warm
  }
}
const short = spreadOf(firstSounds.short).p50;
for (const [size, samples] of Object.entries(firstSounds)) {
  const { p50, p95 } = spreadOf(samples);
  const ratio = (p50 / short).toFixed(2);
  console.log(
    `${size.padEnd(7)} first audio p50 ${p50.toFixed(0)}  p95 ${p95.toFixed(0)} ms, ${ratio} of short`,
  );
}
line.close();
await service.stop();
