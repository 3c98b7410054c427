import { eventually } from '../eventually.js';

/** Where a mortal worker finds its job. */
export interface MortalWorkerOptions {
  readonly url: string;
  readonly prefix: string;
  /** BullMQ's name of the queue. */
  readonly queue: string;
  readonly lockMs: number;
}

/** Takes the next job of a queue and is gone, as a worker that was killed; resolves to the job's id. */
export const takeJobAndDie = async (options: MortalWorkerOptions): Promise<string> => {
  // Loaded only here: most tests want none of it.
  const [{ Worker }, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
  const connection = new Redis(options.url, { maxRetriesPerRequest: null });
  const worker = new Worker(options.queue, undefined, {
    connection,
    prefix: options.prefix,
    lockDuration: options.lockMs,
    skipLockRenewal: true,
  });
  const job = await eventually(() => worker.getNextJob('mortal', { block: false }));
  await worker.close(true);
  connection.disconnect();
  return job.id ?? '';
};
