import { createRedisBroker } from '@chorale/broker';
import { gatewayId } from '@chorale/speech';
import {
  eventually,
  FakeBrokerObserver,
  FakeGateway,
  type PrivateRedis,
  startPrivateRedis,
} from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { SpawnedWorker } from '../processes/spawned-worker.js';

// Processes start slowly on a machine that is busy with other tests.
jest.setTimeout(30_000);

let redis: PrivateRedis;

beforeAll(async () => {
  redis = await startPrivateRedis();
});

afterAll(() => redis.stop());

const settings = (prefix: string, more: Readonly<Record<string, string>>) => ({
  ...{ REDIS_URL: redis.url, REDIS_KEY_PREFIX: prefix, DEFAULT_VOICE: 'fake', LOG_LEVEL: 'warn' },
  ...more,
});

const openBroker = (prefix: string) =>
  createRedisBroker({ url: redis.url, prefix, observer: new FakeBrokerObserver() });

describe('a worker whose engine is not well', () => {
  it.each([
    ['silence', 'the voice fake says nothing'],
    ['nan', 'the voice fake gives samples that are no numbers'],
  ])('does not announce itself, and says why: %s', async (ailment, reason) => {
    const prefix = `{ailing-${ailment}}`;
    const start = SpawnedWorker.start(settings(prefix, { FAKE_AILMENT: ailment }));
    await expect(start).rejects.toThrow(reason);
    const broker = await openBroker(prefix);
    expect(await broker.gatewayPorts(gatewayId('g')).workerRegistry.list()).toEqual([]);
    await broker.close();
  });
});

describe('a worker that holds too much memory', () => {
  it('speaks what it has to its end, and leaves to be started anew', async () => {
    const prefix = '{recycled}';
    const broker = await openBroker(prefix);
    const gateway = await FakeGateway.start((id) => broker.gatewayPorts(id));
    const worker = await SpawnedWorker.start(
      settings(prefix, {
        ...{ WORKER_MEMORY_LIMIT_MB: '32', FAKE_UNIT_MS: '100', FAKE_UNIT_SECONDS: '0.1' },
      }),
    );
    await gateway.speak({ text: 'This takes about two seconds, longer than it takes to look.' });
    expect(await worker.exited).toBe(75);
    expect(await gateway.outcomeOf(0)).toMatchObject({ kind: 'ended' });
    expect(worker.log).toContain('too much memory');
    await eventually(async () => {
      const { workerRegistry } = broker.gatewayPorts(gateway.id);
      return (await workerRegistry.list()).length === 0;
    });
    await gateway.close();
    await broker.close();
  });
});
