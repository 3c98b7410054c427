import { type Broker, openRedisBroker } from '@chorale/broker';
import { gatewayId } from '@chorale/speech';
import {
  aSynthesisJob,
  eventually,
  FakeBrokerObserver,
  startWatchedRedis,
  type WatchedRedis,
} from '@chorale/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';

const PATIENCE = { timeoutMs: 15_000 };

describe('when a sentinel moves the primary', () => {
  let redis: WatchedRedis;
  let broker: Broker;

  beforeEach(async () => {
    redis = await startWatchedRedis();
    broker = await openRedisBroker({
      url: redis.url,
      prefix: '{moved}',
      observer: new FakeBrokerObserver(),
      warn: () => undefined,
      onRoundTrip: () => undefined,
    });
  });

  afterEach(async () => {
    await broker.close();
    await redis.stop();
  });

  it('queues jobs at the new one', async () => {
    const { jobQueue } = broker.gatewayPorts(gatewayId('gateway-1'));
    const enqueue = async (seq: number): Promise<boolean> => {
      await jobQueue.enqueue(aSynthesisJob({ seq }), {
        voiceClass: 'default',
        band: 'urgent',
        rank: 0,
      });
      return true;
    };
    await eventually(() => enqueue(1), PATIENCE);
    await redis.primary.kill();
    await eventually(() => enqueue(2), PATIENCE);
    const seen = new Redis(redis.replica.url);
    expect((await seen.keys('{moved}*')).length).toBeGreaterThan(0);
    expect(await seen.info('replication')).toContain('role:master');
    seen.disconnect();
  });
});
