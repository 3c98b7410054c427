import { type PrivateRedis, startPrivateRedis } from '@chorale/testing';
import { Redis } from 'ioredis';

import { SpawnedGateway } from '../processes/spawned-gateway.js';
import { SpawnedWorker } from '../processes/spawned-worker.js';

type Env = Readonly<Record<string, string>>;

/** Seconds that each character lasts for the workers of a fake cluster. */
export const SECONDS_PER_CHARACTER = 0.01;

const FAKE_WORKER: Env = {
  FAKE_SECONDS_PER_CHARACTER: String(SECONDS_PER_CHARACTER),
  FAKE_UNIT_SECONDS: '0.1',
  FAKE_UNIT_MS: '2',
  INFERENCE_THREADS: '8',
  WORKER_NICE: '0', // what else runs on this machine is no gateway of ours
  LOG_LEVEL: 'warn',
};

/** What queues keep for themselves, however many jobs they had. */
const BOOKKEEPING = /:(events|id|meta|marker|stalled-check|pc)$/;

/** What may stay of entries that were read: a stream is trimmed node by node. */
const TRIMMED_BYTES = 64 * 1024;

/** A private Redis, a gateway, and fake workers, all in processes of their own. */
export class FakeCluster {
  private constructor(
    private readonly redis: PrivateRedis,
    private readonly client: Redis,
    readonly gateway: SpawnedGateway,
    readonly workers: readonly SpawnedWorker[],
  ) {}

  /** The Redis that its processes share. */
  get redisUrl(): string {
    return this.redis.url;
  }

  /** `settings` are those of all processes. */
  static async start(workers: number, settings: Env = {}): Promise<FakeCluster> {
    const redis = await startPrivateRedis();
    const env = {
      REDIS_URL: redis.url,
      DEFAULT_VOICE: 'fake',
      QUEUE_DEADLINE_SECONDS: '120',
      ADMISSION_LIMIT: '0', // all come at once, to slow workers
      ...settings,
    };
    const fakes = Array.from({ length: workers }, () =>
      SpawnedWorker.start({ ...env, ...FAKE_WORKER }),
    );
    const gateway = await SpawnedGateway.start(env);
    return new FakeCluster(redis, new Redis(redis.url), gateway, await Promise.all(fakes));
  }

  /** Stops the gateway and the workers as an operator would. */
  async drain(): Promise<void> {
    await Promise.all([this.gateway, ...this.workers].map((process) => process.stop()));
  }

  async stop(): Promise<void> {
    this.client.disconnect();
    await Promise.all([this.gateway, ...this.workers].map((process) => process.kill('SIGKILL')));
    await this.redis.stop();
  }

  /** Jobs that each worker has taken so far. */
  jobsTaken(): Promise<readonly number[]> {
    return this.#ofWorkers('chorale_jobs_started_total');
  }

  /** Jobs that workers stopped so far because nobody wanted them any more. */
  async jobsAborted(): Promise<number> {
    const counts = await this.#ofWorkers('chorale_jobs_ended_total{outcome="aborted"}');
    return counts.reduce((sum, count) => sum + (count || 0), 0); // none yet: not on the page
  }

  /** True when nobody listens, and nothing is queued, in the making or on its way. */
  async isAtRest(): Promise<boolean> {
    const open = [
      await this.gateway.metric('chorale_sessions'),
      await this.gateway.metric('chorale_open_routes'),
      ...(await this.#ofWorkers('chorale_open_sentences')),
      (await this.jobKeys()).length,
    ];
    return open.every((count) => count === 0) && (await this.#streamBytes()) < TRIMMED_BYTES;
  }

  /** What Redis holds of jobs: each is a hash, and a member of a list that waits or runs. */
  async jobKeys(): Promise<readonly string[]> {
    return (await this.client.keys('*:synth-*')).filter((key) => !BOOKKEEPING.test(key));
  }

  /** The gateways' streams and the workers' records. */
  async presenceKeys(): Promise<readonly string[]> {
    return [...(await this.#streams()), ...(await this.client.keys('*:worker:*'))];
  }

  #streams(): Promise<readonly string[]> {
    return this.client.keys('*:chunks:*');
  }

  async #streamBytes(): Promise<number> {
    const streams = await this.#streams();
    const sizes = await Promise.all(streams.map((key) => this.client.memory('USAGE', key)));
    return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  }

  #ofWorkers(metric: string): Promise<readonly number[]> {
    return Promise.all(this.workers.map((worker) => worker.metric(metric)));
  }
}
