/**
 * Compares the unit orders on the whole service with the real voice, in one run:
 * node test/dist/load/policies.js [listeners] [seconds] (after a build, from the repository's root).
 */
import { startOwnService } from './own-service.js';
import { tableOf } from './report.js';
import { runLoad } from './run.js';
import { mixedText } from './texts.js';
import { wsTarget } from './ws-target.js';

const POLICIES = ['edf', 'fifo', 'round-robin'] as const;
const SLO = { ttfaP95Ms: 300, underrunMs: 20 };

const listeners = Number(process.argv[2] ?? 8);
const seconds = Number(process.argv[3] ?? 20);

for (const policy of POLICIES) {
  const service = await startOwnService({ WORKER_UNIT_ORDER: policy });
  const target = wsTarget({ url: service.url, voice: null, wordsPerSecond: null });
  const listening = { target, duty: null, text: mixedText, slo: SLO, pids: service.pids };
  await runLoad(1, { ...listening, seconds: 2, rate: null }); // warm
  const report = await runLoad(listeners, { ...listening, seconds, rate: null });
  console.log(`${policy}\n${tableOf(report)}\n`);
  await service.stop();
}
