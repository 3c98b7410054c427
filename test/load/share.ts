/**
 * How much of the engine's throughput the whole service passes on, in one run: slices in which listeners
 * keep the service busy take turns with slices in which the same engine runs alone, with equal threads.
 * npm run load:share -- [listeners] [seconds per slice] [turns]
 */
import { engineAlone, openEngine } from './engine-alone.js';
import { startOwnService } from './own-service.js';
import type { LoadReport } from './report.js';
import { tableOf } from './report.js';
import { runLoad } from './run.js';
import { percentile } from './statistics.js';
import { mixedText } from './texts.js';
import { wsTarget } from './ws-target.js';

const SLO = { ttfaP95Ms: 300, underrunMs: 20 };
const listeners = Number(process.argv[2] ?? 8);
const seconds = Number(process.argv[3] ?? 15);
const turns = Number(process.argv[4] ?? 4);

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
  alone.push(await engineAlone(engine, seconds));
  console.log(`${tableOf(report)}\n  engine alone ${alone.at(-1)?.toFixed(1) ?? ''} × real time\n`);
}
const shares = reports.map((report, turn) => report.timesRealTime / (alone[turn] ?? Number.NaN));
console.log(`The service gives ${median(shares).toFixed(2)} of the engine's throughput (median)`);
console.log(`  in each turn: ${shares.map((share) => share.toFixed(2)).join('  ')}`);
console.log(`  first audio p50 ${median(reports.map(({ ttfaMs }) => ttfaMs.p50)).toFixed(0)} ms`);
console.log(`  first audio p95 ${median(reports.map(({ ttfaMs }) => ttfaMs.p95)).toFixed(0)} ms`);
await engine.close();
await service.stop();
