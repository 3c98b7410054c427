import { setTimeout as pause } from 'node:timers/promises';

import { eventually } from '@chorale/testing';
import { Redis } from 'ioredis';

import { Fleet } from '../fleet.js';

import { Chaos } from './chaos.js';
import { Keeper } from './keeper.js';
import { type LongOptions, readOptions, USAGE } from './options.js';
import { isClean, type Memory, type Outcome, reportOf } from './report.js';
import { Talkers } from './talkers.js';

const STRENGTH = { gateways: 2, workers: 3 };

const UNIT_MS = 20;

/** Before memory is measured, all connections and sentences were used once, ms. */
const WARM_UP_MS = 5_000;

const startFleet = (): Promise<Fleet> =>
  Fleet.start({
    ...STRENGTH,
    gatewayEnv: { PING_INTERVAL_SECONDS: '1', SLOW_CONSUMER_SECONDS: '3' },
    workerEnv: { FAKE_UNIT_MS: String(UNIT_MS), LOG_LEVEL: 'warn' },
  });

const memoryOf = async (fleet: Fleet): Promise<Memory> => {
  const sum = async (processes: readonly { metric(name: string): Promise<number> }[]) => {
    const sizes = await Promise.all(
      processes.map((each) => each.metric('process_resident_memory_bytes')),
    );
    return sizes.reduce((total, size) => total + size, 0);
  };
  const redis = new Redis(fleet.redis.url);
  const used = /used_memory:(\d+)/.exec(await redis.info('memory'))?.[1];
  redis.disconnect();
  return {
    gateways: await sum(fleet.gateways),
    workers: await sum(fleet.workers),
    redis: Number(used),
  };
};

/** Waits until nothing is held for anybody; resolves to what is, when it stays. */
const leftoversOf = async (fleet: Fleet): Promise<string | null> => {
  try {
    await fleet.comesToRest({ timeoutMs: 60_000, everyMs: 500 });
    return null;
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error ? error.cause.message : 'unknown';
  }
};

const run = async ({ minutes, seed, talkers: count }: LongOptions): Promise<Outcome> => {
  const fleet = await startFleet();
  const keeper = new Keeper(fleet, STRENGTH);
  const talkers = new Talkers(fleet, { seed, talkers: count });
  await pause(WARM_UP_MS);
  const before = await memoryOf(fleet);
  const chaos = new Chaos(fleet, keeper, seed);
  await chaos.reign(minutes * 60_000);
  await eventually(() => keeper.isComplete, { timeoutMs: 60_000, everyMs: 100 });
  await talkers.stop();
  const leftovers = await leftoversOf(fleet);
  const after = await memoryOf(fleet);
  await keeper.stop();
  await fleet.stop();
  const { sessions, turnedAway } = talkers;
  const { inflicted } = chaos;
  const { workers } = keeper;
  return {
    ...{ seed, minutes, sessions, turnedAway, inflicted },
    ...{ workers, unitMs: UNIT_MS, leftovers, before, after },
  };
};

const options = readOptions(process.argv.slice(2));
if (options === null) console.log(USAGE);
else {
  console.log(`seed ${options.seed}: faults for ${options.minutes} minutes …`);
  const outcome = await run(options);
  console.log(reportOf(outcome));
  process.exitCode = isClean(outcome) ? 0 : 1;
}
