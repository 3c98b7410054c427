import { startWatchedRedis, type WatchedRedis } from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { SpawnedGateway } from '../processes/spawned-gateway.js';
import { SpawnedWorker } from '../processes/spawned-worker.js';

import { Listener, SECONDS_PER_CHARACTER, wholeReport } from './listener.js';

jest.setTimeout(60_000);

const LONG = { timeoutMs: 45_000, everyMs: 20 };

let redis: WatchedRedis;
let gateway: SpawnedGateway;
let worker: SpawnedWorker;

beforeAll(async () => {
  redis = await startWatchedRedis();
  const env = { DEFAULT_VOICE: 'fake', REDIS_URL: redis.url, ADMISSION_LIMIT: '0' };
  const fake = {
    FAKE_SECONDS_PER_CHARACTER: String(SECONDS_PER_CHARACTER),
    ...{ FAKE_UNIT_SECONDS: '0.25', FAKE_UNIT_MS: '100', INFERENCE_THREADS: '2', WORKER_NICE: '0' },
  };
  [gateway, worker] = await Promise.all([
    SpawnedGateway.start(env),
    SpawnedWorker.start({ ...env, ...fake }),
  ]);
});

afterAll(async () => {
  await Promise.all([gateway.kill('SIGKILL'), worker.kill('SIGKILL')]);
  await redis.stop();
});

const sentences = (from: number): readonly string[] =>
  [0, 1, 2, 3].map((at) => `Number ${from + at} is said once, whichever Redis is the primary now.`);

describe('a failover from one Redis to its replica', () => {
  it('makes sessions wait and go on, with nothing lost and nothing said twice', async () => {
    const [texts, resumable] = [sentences(3_000), sentences(3_100)];
    const listener = await Listener.connect(gateway.speechUrl);
    const other = await Listener.resuming(() => gateway.speechUrl);
    listener.say(...texts);
    other.say(...resumable);
    await Promise.all([listener.hears(), other.hears()]);
    await redis.primary.kill();
    await Promise.all([listener.hearsAll(LONG), other.hearsAll(LONG)]);
    expect(listener.report()).toEqual(wholeReport(...texts));
    expect(other.report()).toEqual(wholeReport(...resumable));
    listener.close();
    other.close();
  });
});
