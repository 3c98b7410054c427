import { setTimeout as pause } from 'node:timers/promises';

import { Redis } from 'ioredis';

import type { Fleet, Member } from '../fleet.js';

import type { SeededRandom } from './seeded-random.js';

/** A fault about to be inflicted; it is over when `strike` resolves. */
interface Blow {
  /** Null for Redis. */
  readonly target: Member | null;
  readonly strike: () => Promise<unknown>;
}

/** One kind of fault: how likely it is, and whom it strikes. */
export interface Infliction {
  readonly name: string;
  readonly weight: number;
  /** For so long after its end it may still be felt: work is done again, connections are made again, ms. */
  readonly aftermathMs: number;
  /** Null if there is nobody to strike. */
  readonly aim: (fleet: Fleet, random: SeededRandom) => Blow | null;
}

type Act = (process: Member, fleet: Fleet, ms: number) => Promise<unknown>;

const atWorker =
  (act: Act): Infliction['aim'] =>
  (fleet, random) => {
    const target = fleet.workers[random.between(0, fleet.workers.length - 1)];
    const ms = random.between(500, 7_000);
    return target === undefined ? null : { target, strike: () => act(target, fleet, ms) };
  };

/** One gateway always stays. */
const atGateway =
  (act: Act): Infliction['aim'] =>
  (fleet, random) => {
    const target = fleet.gateways[random.between(0, fleet.gateways.length - 1)];
    const ms = random.between(300, 3_000);
    if (target === undefined || fleet.gateways.length < 2) return null;
    return { target, strike: () => act(target, fleet, ms) };
  };

const atRedis =
  (shortest: number, longest: number, act: (fleet: Fleet, ms: number) => Promise<unknown>) =>
  (fleet: Fleet, random: SeededRandom): Blow => {
    const ms = random.between(shortest, longest);
    return { target: null, strike: () => act(fleet, ms) };
  };

const kill: Act = (process, fleet) => fleet.kill(process);

const dismiss: Act = (process, fleet) => fleet.dismiss(process);

/** Stops a process for a while, so that it finds the world changed when it wakes. */
const freeze: Act = async (process, _, ms) => {
  process.signal('SIGSTOP');
  await pause(ms);
  process.signal('SIGCONT');
};

const killRedis = async ({ redis }: Fleet, ms: number): Promise<void> => {
  await redis.kill();
  await pause(ms);
  await redis.start();
};

const freezeRedis = async ({ redis }: Fleet, ms: number): Promise<void> => {
  redis.pause();
  await pause(ms);
  redis.resume();
};

const withConnection =
  (act: (redis: Redis, ms: number) => Promise<unknown>) =>
  async (fleet: Fleet, ms: number): Promise<void> => {
    const redis = new Redis(fleet.redis.url).on('error', () => undefined);
    try {
      await act(redis, ms);
    } finally {
      redis.disconnect();
    }
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

/** The fault of which a run can be asked to inflict a number. */
export const WORKER_KILLED = 'worker killed';

/** The fault after which Redis holds nothing of what it held. */
export const REDIS_KILLED = 'Redis killed';

/** What clients inflict: a worker that took a poisonous sentence killed itself, and others may follow it. */
export const POISONED = { name: 'worker poisoned', aftermathMs: 3_000 };

/** Every kind of fault that a fleet is made to live through. */
export const INFLICTIONS: readonly Infliction[] = [
  { name: WORKER_KILLED, weight: 6, aftermathMs: 1_500, aim: atWorker(kill) },
  { name: 'worker frozen', weight: 4, aftermathMs: 1_500, aim: atWorker(freeze) },
  { name: 'worker drained', weight: 3, aftermathMs: 500, aim: atWorker(dismiss) },
  { name: 'gateway killed', weight: 2, aftermathMs: 500, aim: atGateway(kill) },
  { name: 'gateway frozen', weight: 2, aftermathMs: 500, aim: atGateway(freeze) },
  { name: 'gateway drained', weight: 2, aftermathMs: 500, aim: atGateway(dismiss) },
  { name: REDIS_KILLED, weight: 1, aftermathMs: 3_000, aim: atRedis(0, 2_000, killRedis) },
  { name: 'Redis frozen', weight: 2, aftermathMs: 3_000, aim: atRedis(300, 5_000, freezeRedis) },
  {
    name: 'Redis connections dropped',
    weight: 3,
    aftermathMs: 2_000,
    aim: atRedis(0, 0, withConnection(dropConnections)),
  },
  {
    name: 'Redis full',
    weight: 1,
    aftermathMs: 1_500,
    aim: atRedis(300, 3_000, withConnection(fillMemory)),
  },
];
