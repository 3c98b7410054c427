import { checkRedis, type WorkerPorts } from '@chorale/broker';
import { encodeChunkEvent } from '@chorale/protocol';
import { type AbortOrder, gatewayId, jobId, type Placement, workerId } from '@chorale/speech';
import {
  anAudioChunk,
  aSynthesisJob,
  aWorkerRecord,
  eventually,
  FakeChunkListener,
  FakeJobHandler,
  type PrivateRedis,
  startPrivateRedis,
} from '@chorale/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

import { aRedisHarness, queueName, type RedisHarness } from './redis-harness.js';

const GATEWAY = gatewayId('gateway-1');
const WORKER = workerId('worker-1');
const URGENT: Placement = { voiceClass: 'default', band: 'urgent', rank: 0 };

let redis: PrivateRedis;
let raw: Redis;
let harness: RedisHarness;
let handler: FakeJobHandler;

beforeAll(async () => {
  redis = await startPrivateRedis();
  raw = new Redis(redis.url);
});

afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

beforeEach(async () => {
  harness = await aRedisHarness(redis.url, raw);
  handler = new FakeJobHandler();
});

afterEach(async () => {
  handler.letGo();
  await harness.close();
});

const aWorker = async (): Promise<WorkerPorts> => {
  const ports = harness.broker.workerPorts(WORKER, 'default');
  await ports.jobIntake.start(handler.handle);
  ports.jobIntake.setAppetite({ urgent: 1, lookAhead: 1 });
  return ports;
};

/** All that is stored below the harness's prefix, as text; keys may vanish while we look. */
const everythingStored = async (): Promise<string> => {
  const keys = await raw.keys(harness.key('*'));
  const dumps = await Promise.all(keys.map((key) => raw.callBuffer('DUMP', key)));
  return [...keys, ...dumps].map(String).join('\n');
};

describe('the job queue on Redis', () => {
  it('gives rank 0 a priority, so that no job goes before all others', async () => {
    const { jobQueue } = harness.broker.gatewayPorts(GATEWAY);
    await jobQueue.enqueue(aSynthesisJob(), URGENT);
    expect(await raw.zcard(harness.queueKey('urgent', 'prioritized'))).toBe(1);
    expect(await raw.llen(harness.queueKey('urgent', 'wait'))).toBe(0);
  });

  it.each(['finished', 'failed', 'removed', 'promoted and finished'])(
    'leaves no word of a text behind when its job was %s',
    async (ending) => {
      const { jobQueue } = harness.broker.gatewayPorts(GATEWAY);
      const job = aSynthesisJob({ text: 'Topsecret' });
      const id = jobId(job);
      await jobQueue.enqueue(job, { ...URGENT, band: 'lookAhead' });
      expect(await everythingStored()).toContain('Topsecret');
      if (ending === 'removed') await jobQueue.remove([id], 'default');
      if (ending === 'promoted and finished') await jobQueue.promote(id, 'default', 0);
      await aWorker();
      const seen = eventually(() => handler.jobs.length === 1, { timeoutMs: 1_000 });
      if (ending !== 'removed') await seen;
      handler.finish(id, ending === 'failed' ? new Error('Topsecret') : undefined);
      await seen.catch(() => undefined);
      await eventually(async () => (await jobQueue.state(id, 'default')) === 'unknown');
      expect(await everythingStored()).not.toContain('Topsecret');
      expect(await raw.keys(harness.key('*', id))).toEqual([]);
    },
  );

  it('drops the job of a dead worker', async () => {
    const { jobQueue } = harness.broker.gatewayPorts(GATEWAY);
    await jobQueue.enqueue(aSynthesisJob(), URGENT);
    const id = await harness.takeAndDie('default', 'urgent');
    expect(await jobQueue.state(id, 'default')).toBe('active');
    await aWorker();
    await eventually(async () => (await raw.keys(harness.key('*', id))).length === 0);
    expect(await jobQueue.state(id, 'default')).toBe('unknown');
    expect(handler.jobs).toEqual([]);
  });

  it('survives payloads that are not even objects', async () => {
    await aWorker();
    const connection = { url: redis.url };
    const foreign = new Queue(queueName('default', 'urgent'), {
      connection,
      prefix: harness.prefix,
    });
    for (const payload of [null, 'text', 7, [1, 2], { route: 1, seq: 2, attempt: 3 }]) {
      await foreign.add('any', payload, { priority: 1 });
    }
    await foreign.close();
    await harness.broker.gatewayPorts(GATEWAY).jobQueue.enqueue(aSynthesisJob(), URGENT);
    await eventually(() => handler.jobs.length === 1);
    expect(harness.observer.invalidJobs).toEqual([
      null,
      null,
      null,
      null,
      { route: 1, seq: 2, attempt: 3 },
    ]);
  });

  it('survives a payload that is no JSON', async () => {
    const { jobQueue } = harness.broker.gatewayPorts(GATEWAY);
    const [bad, good] = [aSynthesisJob({ seq: 0 }), aSynthesisJob({ seq: 1 })];
    await jobQueue.enqueue(bad, URGENT);
    await jobQueue.enqueue(good, URGENT);
    await raw.hset(harness.queueKey('urgent', jobId(bad)), 'data', '{');
    await aWorker();
    await eventually(() => handler.jobs.length === 1);
    expect(handler.sequence).toEqual([1]);
  });

  it('keeps the latest thousand failures', async () => {
    await raw.rpush(harness.key('failures'), ...Array.from({ length: 1_200 }, () => '{}'));
    await aWorker();
    await harness.broker.gatewayPorts(GATEWAY).jobQueue.enqueue(aSynthesisJob(), URGENT);
    await eventually(() => handler.jobs.length === 1);
    handler.finish(jobId(aSynthesisJob()), new Error('no'));
    await eventually(async () => (await raw.llen(harness.key('failures'))) === 1_000);
    expect(await harness.broker.recentFailures()).toMatchObject([{ error: 'Error' }]);
  });

  it('rejects as full when Redis has no memory left', async () => {
    const { jobQueue, chunkSource } = harness.broker.gatewayPorts(GATEWAY);
    const { chunkSink } = harness.broker.workerPorts(WORKER, 'default');
    await chunkSource.start(new FakeChunkListener());
    await jobQueue.enqueue(aSynthesisJob(), URGENT);
    await raw.config('SET', 'maxmemory', '1');
    try {
      const full = { name: 'BrokerUnavailable', reason: 'full' };
      await expect(jobQueue.enqueue(aSynthesisJob({ seq: 1 }), URGENT)).rejects.toMatchObject(full);
      await expect(chunkSink.send(GATEWAY, anAudioChunk())).rejects.toMatchObject(full);
    } finally {
      await raw.config('SET', 'maxmemory', '0');
    }
  });
});

describe('the chunk stream on Redis', () => {
  it('drops entries that are no chunk events, and names the sentence where it can', async () => {
    const heard = new FakeChunkListener();
    await harness.broker.gatewayPorts(GATEWAY).chunkSource.start(heard);
    const key = harness.key('chunks', GATEWAY);
    const cut = Buffer.from(encodeChunkEvent(anAudioChunk({ route: 5 }), 0)).subarray(0, -1);
    await raw.xadd(key, '*', 'd', 'garbage');
    await raw.xadd(key, '*', 'd', cut);
    await raw.xadd(key, '*', 'd', 'two', 'e', 'fields');
    const { chunkSink } = harness.broker.workerPorts(WORKER, 'default');
    await chunkSink.send(GATEWAY, anAudioChunk({ route: 6 }));
    await eventually(() => heard.events.length === 1);
    expect(heard.invalidEntries).toEqual([null, { route: 5, seq: 0, attempt: 1 }, null]);
  });

  it('keeps the stream short and alive, and removes it in the end', async () => {
    const { chunkSource } = harness.broker.gatewayPorts(GATEWAY);
    const { chunkSink } = harness.broker.workerPorts(WORKER, 'default');
    const heard = new FakeChunkListener();
    await chunkSource.start(heard);
    const key = harness.key('chunks', GATEWAY);
    const samples = new Uint8Array(8_000);
    for (let seq = 0; seq < 50; seq++)
      await chunkSink.send(GATEWAY, anAudioChunk({ seq, samples }));
    await eventually(async () => (await raw.xlen(key)) <= 1);
    expect(heard.events).toHaveLength(50);
    expect(await raw.ttl(key)).toBeGreaterThan(12);
    await chunkSource.close();
    expect(await raw.exists(key)).toBe(0);
  });

  it('tells by what is left of a stream how long its gateway has been silent', async () => {
    const { chunkSource } = harness.broker.gatewayPorts(GATEWAY);
    const { chunkSink } = harness.broker.workerPorts(WORKER, 'default');
    await chunkSource.start(new FakeChunkListener());
    const key = harness.key('chunks', GATEWAY);
    await eventually(async () => {
      await raw.pexpire(key, 11_000); // 4 s of 15 are over, until it is renewed
      const silentMs = await chunkSink.silenceOf(GATEWAY);
      return silentMs >= 4_000 && silentMs < 4_500;
    });
    await eventually(async () => (await chunkSink.silenceOf(GATEWAY)) < 1_000);
    await chunkSource.close();
  });

  it('says that everything was heard on a stream that is never empty', async () => {
    const { chunkSource } = harness.broker.gatewayPorts(GATEWAY);
    const { chunkSink } = harness.broker.workerPorts(WORKER, 'default');
    const heard = new FakeChunkListener();
    await chunkSource.start(heard);
    await eventually(async () => {
      await chunkSink.send(GATEWAY, anAudioChunk());
      return heard.caughtUpAfter.filter((count) => count > 0).length >= 2;
    });
  });

  it('starts once', async () => {
    const { chunkSource } = harness.broker.gatewayPorts(GATEWAY);
    await chunkSource.start(new FakeChunkListener());
    await expect(chunkSource.start(new FakeChunkListener())).rejects.toThrow('starts once');
  });
});

describe('the abort bus on Redis', () => {
  it('remembers an aborted route for two minutes', async () => {
    const { abortBus } = harness.broker.gatewayPorts(GATEWAY);
    await abortBus.publish({
      gateway: GATEWAY,
      route: 3,
      seq: null,
      attemptBelow: null,
      reason: 'client_gone',
    });
    const [tombstone = ''] = await raw.keys(harness.key('aborted', '*'));
    expect(await raw.ttl(tombstone)).toBeGreaterThan(115);
    expect(await raw.ttl(tombstone)).toBeLessThanOrEqual(120);
  });

  it('ignores messages that are no orders', async () => {
    const orders: unknown[] = [];
    const { abortBus } = harness.broker.workerPorts(WORKER, 'default');
    await abortBus.subscribe((order) => orders.push(order));
    await raw.publish(harness.key('aborts'), 'not JSON');
    await raw.publish(harness.key('aborts'), '{"gateway":"a:b"}');
    const order: AbortOrder = {
      gateway: GATEWAY,
      route: 3,
      seq: null,
      attemptBelow: null,
      reason: 'client_gone',
    };
    await abortBus.publish(order);
    await eventually(() => orders.length === 1);
    expect(orders).toEqual([order]);
    expect(harness.observer.problems).toHaveLength(2);
  });
});

describe('the worker registry on Redis', () => {
  it('leaves out records that it cannot read', async () => {
    const { workerRegistry } = harness.broker.workerPorts(WORKER, 'default');
    await workerRegistry.announce(aWorkerRecord({ worker: WORKER }));
    for (const [worker, record] of [
      ['w-2', 'not JSON'],
      ['w-3', '{}'],
    ] as const) {
      await raw.zadd(harness.key('workers'), Date.now() + 10_000, worker);
      await raw.set(harness.key('worker', worker), record);
    }
    expect(await workerRegistry.list()).toMatchObject([{ worker: WORKER }]);
  });

  it('leaves nothing behind when workers are silent', async () => {
    const { workerRegistry } = harness.broker.workerPorts(WORKER, 'default');
    await workerRegistry.announce(aWorkerRecord({ worker: WORKER }));
    await eventually(async () => (await workerRegistry.list()).length === 0);
    await workerRegistry.announce(aWorkerRecord({ worker: workerId('w-2') }));
    expect(await raw.zrange(harness.key('workers'), '0', '-1')).toEqual(['w-2']);
  });
});

describe(checkRedis, () => {
  it('accepts this Redis', async () => {
    expect(await checkRedis(redis.url)).toMatchObject({ kind: 'ok' });
  });

  it('warns of a Redis that evicts', async () => {
    await raw.config('SET', 'maxmemory-policy', 'allkeys-lru');
    try {
      expect(await checkRedis(redis.url)).toMatchObject({
        kind: 'warn',
        reason: expect.stringContaining('allkeys-lru'),
      });
    } finally {
      await raw.config('SET', 'maxmemory-policy', 'noeviction');
    }
  });

  it('refuses a Redis that is not there', async () => {
    expect(await checkRedis('redis://127.0.0.1:1')).toMatchObject({ kind: 'refuse' });
  });
});
