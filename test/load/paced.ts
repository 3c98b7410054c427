/**
 * Listeners who play in real time and think between utterances, beside the engine's own speed in the same run:
 * npm run load:paced -- [duty 0–1] [listeners] [seconds] (listeners 0: 0.8 of what the engine carries)
 */
import { engineAlone, openEngine } from './engine-alone.js';
import { startOwnService } from './own-service.js';
import { tableOf } from './report.js';
import { runLoad } from './run.js';
import { mixedText } from './texts.js';
import { wsTarget } from './ws-target.js';

const SLO = { ttfaP95Ms: 300, underrunMs: 20 };
const ALONE_SECONDS = 15;
const TARGET = 0.8;

const duty = Number(process.argv[2] ?? 0.5);
const asked = Number(process.argv[3] ?? 0);
const seconds = Number(process.argv[4] ?? 100);

const measureAlone = async (): Promise<number> => {
  const engine = await openEngine();
  await engineAlone(engine, 2); // warm
  const speed = await engineAlone(engine, ALONE_SECONDS);
  await engine.close();
  console.log(`engine alone ${speed.toFixed(1)} × real time`);
  return speed;
};

const before = await measureAlone();
const listeners = asked > 0 ? asked : Math.ceil((TARGET * before) / duty);
const service = await startOwnService();
const target = wsTarget({ url: service.url, voice: null, wordsPerSecond: null });
const listening = { target, text: mixedText, slo: SLO, pids: service.pids, rate: null };
await runLoad(1, { ...listening, duty: null, seconds: 3 }); // warm
const report = await runLoad(listeners, { ...listening, duty, seconds });
console.log(tableOf(report));
await service.stop();
const speed = (before + (await measureAlone())) / 2;
console.log(
  `${listeners} listeners at duty ${duty}: ${((listeners * duty) / speed).toFixed(2)} of the engine's speed`,
);
