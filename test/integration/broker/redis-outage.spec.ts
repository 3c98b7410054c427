import type { GatewayPorts, WorkerPorts } from '@chorale/broker';
import { gatewayId, type Placement, workerId } from '@chorale/speech';
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
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';

import { aRedisHarness, type RedisHarness } from './redis-harness.js';

const GATEWAY = gatewayId('gateway-1');
const WORKER = workerId('worker-1');
const URGENT: Placement = { voiceClass: 'default', band: 'urgent', rank: 0 };
const UNREACHABLE = { name: 'BrokerUnavailable', reason: 'unreachable' };
const PATIENCE = { timeoutMs: 8_000 };

describe('when Redis goes away', () => {
  let redis: PrivateRedis;
  let raw: Redis;
  let harness: RedisHarness;
  let gateway: GatewayPorts;
  let worker: WorkerPorts;
  let heard: FakeChunkListener;
  let handler: FakeJobHandler;
  let orders: number[];

  beforeEach(async () => {
    redis = await startPrivateRedis();
    raw = new Redis(redis.url, { disconnectTimeout: 500 }).on('error', () => undefined);
    harness = await aRedisHarness(redis.url, raw);
    gateway = harness.broker.gatewayPorts(GATEWAY);
    worker = harness.broker.workerPorts(WORKER, 'default');
    heard = new FakeChunkListener();
    handler = new FakeJobHandler();
    handler.letGo();
    orders = [];
    await gateway.chunkSource.start(heard);
    await worker.abortBus.subscribe(({ route }) => orders.push(route));
    await worker.jobIntake.start(handler.handle);
    worker.jobIntake.setAppetite({ urgent: 1, lookAhead: 1 });
  });

  afterEach(async () => {
    await harness.close();
    raw.disconnect();
    await redis.stop();
  });

  const abort = (route: number): Promise<void> =>
    gateway.abortBus.publish({
      gateway: GATEWAY,
      route,
      seq: null,
      attemptBelow: null,
      reason: 'client_gone',
    });

  /** Everything that the broker does works again. */
  const expectHealth = async (seq: number): Promise<void> => {
    await eventually(
      () => gateway.jobQueue.enqueue(aSynthesisJob({ seq }), URGENT).then(() => true),
      PATIENCE,
    );
    await eventually(() => handler.sequence.includes(seq), PATIENCE);
    await eventually(
      async () => (await worker.chunkSink.send(GATEWAY, anAudioChunk({ seq }))) === 'sent',
      PATIENCE,
    );
    await eventually(
      () => heard.events.some((event) => 'seq' in event && event.seq === seq),
      PATIENCE,
    );
    await eventually(async () => {
      await abort(seq);
      return orders.includes(seq);
    }, PATIENCE);
    await worker.workerRegistry.announce(aWorkerRecord());
    expect(await gateway.workerRegistry.list()).toHaveLength(1);
  };

  it('goes on after all connections broke, without losing its stream', async () => {
    await expectHealth(1);
    await raw.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await raw.call('CLIENT', 'KILL', 'TYPE', 'pubsub', 'SKIPME', 'yes');
    await expectHealth(2);
    expect(heard.timesLost).toBe(0);
  }, 20_000);

  it('rejects while Redis is down, and goes on with a new stream after a restart', async () => {
    await redis.kill();
    const refused = [
      gateway.jobQueue.enqueue(aSynthesisJob(), URGENT),
      worker.chunkSink.send(GATEWAY, anAudioChunk()),
      worker.workerRegistry.list(),
      worker.abortBus.isAborted(GATEWAY, 1),
    ];
    await Promise.all(refused.map((call) => expect(call).rejects.toMatchObject(UNREACHABLE)));
    const caughtUp = heard.caughtUpAfter.length;
    await redis.start();
    await eventually(() => heard.timesLost === 1, PATIENCE);
    expect(heard.caughtUpAfter).toHaveLength(caughtUp);
    await expectHealth(3);
    expect(heard.timesLost).toBe(1);
  }, 30_000);

  it('rejects what a Redis that stands still does not answer', async () => {
    redis.pause();
    try {
      await expect(gateway.jobQueue.enqueue(aSynthesisJob(), URGENT)).rejects.toMatchObject(
        UNREACHABLE,
      );
    } finally {
      redis.resume();
    }
    await expectHealth(4);
  }, 20_000);

  it('closes while Redis is down', async () => {
    await redis.kill();
    await eventually(() => harness.observer.problems.length > 10, PATIENCE); // all have noticed
    await expect(harness.close()).resolves.toBeUndefined();
  }, 20_000);

  it('can be made before Redis is there', async () => {
    await redis.kill();
    const early = await aRedisHarness(redis.url, raw);
    const { jobIntake } = early.broker.workerPorts(WORKER, 'default');
    await jobIntake.start(handler.handle);
    jobIntake.setAppetite({ urgent: 1, lookAhead: 1 });
    const queued = early.broker.gatewayPorts(GATEWAY).jobQueue.enqueue(aSynthesisJob(), URGENT);
    await redis.start();
    await queued;
    await eventually(() => handler.jobs.length === 1, PATIENCE);
    await early.close();
  }, 20_000);
});
