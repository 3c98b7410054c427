import { Redis } from 'ioredis';

import type { Fleet, Member } from '../fleet.js';

/** Memory of each process, bytes. */
export interface Memory {
  readonly gateways: readonly number[];
  readonly workers: readonly number[];
  readonly redis: number;
}

/** Asks every process how much memory it has. */
export const memoryOf = async ({ gateways, workers, redis }: Fleet): Promise<Memory> => ({
  gateways: await residentOf(gateways),
  workers: await residentOf(workers),
  redis: await usedBy(redis.url),
});

const residentOf = (processes: readonly Member[]): Promise<readonly number[]> =>
  Promise.all(processes.map((each) => each.metric('process_resident_memory_bytes')));

const usedBy = async (url: string): Promise<number> => {
  const redis = new Redis(url);
  try {
    return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
  } finally {
    redis.disconnect();
  }
};
