import { setTimeout as pause } from 'node:timers/promises';

import { Redis } from 'ioredis';

import type { SpawnedGateway } from '../../processes/spawned-gateway.js';
import type { SpawnedWorker } from '../../processes/spawned-worker.js';
import type { Fleet } from '../fleet.js';

import type { SeededRandom } from './seeded-random.js';

/** One kind of fault: how likely it is, and how it is inflicted; it ends when the promise resolves. */
export interface Infliction {
  readonly name: string;
  readonly weight: number;
  readonly inflict: (fleet: Fleet, random: SeededRandom) => Promise<void>;
}

const withWorker =
  (act: (worker: SpawnedWorker, fleet: Fleet, ms: number) => Promise<unknown>) =>
  async (fleet: Fleet, random: SeededRandom): Promise<void> => {
    const worker = fleet.workers[random.between(0, fleet.workers.length - 1)];
    const ms = random.between(500, 7_000);
    if (worker !== undefined) await act(worker, fleet, ms);
  };

/** One gateway always stays. */
const withGateway =
  (act: (gateway: SpawnedGateway, fleet: Fleet, ms: number) => Promise<unknown>) =>
  async (fleet: Fleet, random: SeededRandom): Promise<void> => {
    const gateway = fleet.gateways[random.between(0, fleet.gateways.length - 1)];
    const ms = random.between(300, 3_000);
    if (gateway !== undefined && fleet.gateways.length > 1) await act(gateway, fleet, ms);
  };

const withRedis =
  (act: (redis: Redis, ms: number) => Promise<unknown>) =>
  async (fleet: Fleet, random: SeededRandom): Promise<void> => {
    const redis = new Redis(fleet.redis.url).on('error', () => undefined);
    try {
      await act(redis, random.between(300, 3_000));
    } finally {
      redis.disconnect();
    }
  };

/** Stops a process for a while, so that it finds the world changed when it wakes. */
const freeze = async (process: SpawnedWorker | SpawnedGateway, ms: number): Promise<void> => {
  process.signal('SIGSTOP');
  await pause(ms);
  process.signal('SIGCONT');
};

const dropConnections = async (redis: Redis): Promise<void> => {
  await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub', 'SKIPME', 'yes');
};

const fillMemory = async (redis: Redis, ms: number): Promise<void> => {
  await redis.config('SET', 'maxmemory', '1mb');
  await pause(ms);
  await redis.config('SET', 'maxmemory', '0');
};

/** Every kind of fault that a fleet is made to live through. */
export const INFLICTIONS: readonly Infliction[] = [
  {
    name: 'worker killed',
    weight: 6,
    inflict: withWorker((worker, fleet) => fleet.kill(worker)),
  },
  {
    name: 'worker frozen',
    weight: 4,
    inflict: withWorker((worker, _, ms) => freeze(worker, ms)),
  },
  {
    name: 'worker drained',
    weight: 3,
    inflict: withWorker((worker, fleet) => fleet.dismiss(worker)),
  },
  {
    name: 'gateway killed',
    weight: 1,
    inflict: withGateway((gateway, fleet) => fleet.kill(gateway)),
  },
  {
    name: 'gateway frozen',
    weight: 2,
    inflict: withGateway((gateway, _, ms) => freeze(gateway, ms)),
  },
  {
    name: 'gateway drained',
    weight: 2,
    inflict: withGateway((gateway, fleet) => fleet.dismiss(gateway)),
  },
  {
    name: 'Redis killed',
    weight: 1,
    inflict: async (fleet, random) => {
      await fleet.redis.kill();
      await pause(random.between(0, 2_000));
      await fleet.redis.start();
    },
  },
  {
    name: 'Redis frozen',
    weight: 2,
    inflict: async (fleet, random) => {
      fleet.redis.pause();
      await pause(random.between(300, 5_000));
      fleet.redis.resume();
    },
  },
  { name: 'connections dropped', weight: 3, inflict: withRedis(dropConnections) },
  { name: 'Redis full', weight: 1, inflict: withRedis(fillMemory) },
];
