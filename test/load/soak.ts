/**
 * Does anything grow when the service is busy for long? Paced listeners hear speech all the time, while memory
 * and handles of every process are watched: npm run load:soak -- [minutes] [listeners]
 */
import { Redis } from 'ioredis';

import { openHandles, residentMb } from './cpu-meter.js';
import { type OwnService, startOwnService } from './own-service.js';
import { tableOf } from './report.js';
import { runLoad } from './run.js';
import { slopeOf } from './statistics.js';
import { mixedText } from './texts.js';
import { wsTarget } from './ws-target.js';

const minutes = Number(process.argv[2] ?? 30);
// 70 % of what two cores carry: 24 seconds of speech a second.
const listeners = Number(process.argv[3] ?? 17);

const LOOK_MS = 30_000;

/** What everything holds at one time; megabytes, and numbers of things. */
type Look = Readonly<Record<string, number>>;

const looksOf = async ({ pids }: OwnService, redis: Redis): Promise<Look> => {
  const memory = /used_memory:(\d+)/.exec(await redis.info('memory'))?.[1];
  const look: Record<string, number> = {
    'redis MB': Number(memory) / 2 ** 20,
    'redis keys': await redis.dbsize(),
  };
  for (const [name, pid] of Object.entries(pids)) {
    look[`${name} MB`] = residentMb(pid) ?? NaN;
    look[`${name} handles`] = openHandles(pid) ?? NaN;
  }
  return look;
};

const show = (look: Look): string =>
  Object.entries(look)
    .map(([name, value]) => `${name} ${value.toFixed(name.endsWith('MB') ? 1 : 0)}`)
    .join('  ');

/** Growth an hour of each figure, over the second half: the first one warms up. */
const growthOf = (looks: readonly Look[]): Look => {
  const half = looks.slice(looks.length >> 1);
  const hours = (at: number): number => (at * LOOK_MS) / 3_600_000;
  const growth = (name: string): number =>
    slopeOf(half.map((look, at) => [hours(at), look[name] ?? NaN]));
  return Object.fromEntries(Object.keys(half[0] ?? {}).map((name) => [name, growth(name)]));
};

const service = await startOwnService();
const redis = new Redis(service.redisUrl);
const looks: Look[] = [];
const watch = async (): Promise<void> => {
  const look = await looksOf(service, redis);
  looks.push(look);
  console.log(`${((looks.length * LOOK_MS) / 60_000).toFixed(1).padStart(5)} min  ${show(look)}`);
};
const timer = setInterval(() => void watch(), LOOK_MS);

const target = wsTarget({ url: service.url, voice: null, wordsPerSecond: null });
const report = await runLoad(listeners, {
  ...{ target, duty: 1, text: mixedText, rate: null, seconds: minutes * 60 },
  ...{ slo: { ttfaP95Ms: 300, underrunMs: 20 }, pids: service.pids },
});
clearInterval(timer);

console.log(`\n${tableOf(report)}\n`);
console.log(`growth an hour  ${show(growthOf(looks))}`);
redis.disconnect();
await service.stop();
