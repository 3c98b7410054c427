import { setTimeout as pause } from 'node:timers/promises';

import { eventually } from '@chorale/testing';

import type { SpawnedWorker } from '../../processes/spawned-worker.js';
import { Fleet } from '../fleet.js';

import { Chaos } from './chaos.js';
import { Incidents } from './incidents.js';
import { Keeper } from './keeper.js';
import { memoryOf } from './memory.js';
import type { LongOptions } from './options.js';
import type { Outcome } from './report.js';
import { Talkers } from './talkers.js';
import type { TracedUnit } from './timings.js';

const STRENGTH = { gateways: 2, workers: 3 };

const UNIT_MS = 20;

/** Short, so that what vanished clients left is gone when it is looked for. */
const RESUME_TTL_SECONDS = 20;

/** Before memory is measured, all connections and sentences were used once, ms. */
const WARM_UP_MS = 5_000;

/** For processes to start, on a machine that others load as well. */
const PATIENCE = { timeoutMs: 60_000, everyMs: 100 };

/** The first of each kind; the keeper adds the others, and tries again on a busy machine. */
const startFleet = (): Promise<Fleet> =>
  Fleet.start({
    ...{ gateways: 1, workers: 1 },
    gatewayEnv: {
      PING_INTERVAL_SECONDS: '1',
      SLOW_CONSUMER_SECONDS: '8',
      RESUME_TTL_SECONDS: String(RESUME_TTL_SECONDS),
      DRAIN_SECONDS: '10',
    },
    workerEnv: { FAKE_UNIT_MS: String(UNIT_MS), LOG_LEVEL: 'warn' },
  });

/** Has clients talk while faults are inflicted, and looks what comes of it. */
export const runFaults = async ({ plan, talkers: count }: LongOptions): Promise<Outcome> => {
  const fleet = await startFleet();
  const incidents = new Incidents();
  const keeper = new Keeper(fleet, incidents, STRENGTH);
  const talkers = new Talkers({ fleet, incidents }, { seed: plan.seed, talkers: count });
  await eventually(() => keeper.isComplete, PATIENCE);
  await pause(WARM_UP_MS);
  const before = await memoryOf(fleet);
  await new Chaos(fleet, keeper, incidents, plan).reign();
  await eventually(() => keeper.isComplete, PATIENCE);
  await talkers.stop();
  const leftovers = await leftoversOf(fleet);
  const after = await memoryOf(fleet);
  await keeper.stop();
  const deserters = await desertersOf(fleet);
  await fleet.stop();
  const units = [...keeper.workers].flatMap(unitsOf);
  const { sessions, turnedAway } = talkers;
  return {
    ...{ plan, sessions, turnedAway, incidents, units },
    ...{ unitMs: UNIT_MS, deserters, leftovers, before, after },
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

/** A worker kills itself at a poisonous sentence; whoever else ended by itself has crashed. */
const desertersOf = async (fleet: Fleet): Promise<readonly string[]> => {
  const ended = fleet.those('ended by itself');
  const reasons = await Promise.all(ended.map(({ exited }) => exited));
  return ended.flatMap((process, at) => {
    const isPoisoned = reasons[at] === 'SIGKILL' && 'unitTimesOf' in process;
    return isPoisoned
      ? []
      : [`process ${process.pid} with ${String(reasons[at])}:\n${process.log}`];
  });
};

const unitsOf = (worker: SpawnedWorker): readonly TracedUnit[] =>
  worker.lines.flatMap(({ mark, at }) =>
    typeof mark === 'string' ? [{ worker, mark, at: Number(at) }] : [],
  );
