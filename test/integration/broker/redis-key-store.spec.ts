import { randomUUID } from 'node:crypto';

import { createRedisBroker } from '@chorale/broker';
import type { Broker } from '@chorale/broker';
import {
  describeKeyStoreContract,
  FakeBrokerObserver,
  type PrivateRedis,
  startPrivateRedis,
} from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';

let redis: PrivateRedis;

beforeAll(async () => {
  redis = await startPrivateRedis();
});

afterAll(() => redis.stop());

const aBroker = (prefix: string): Promise<Broker> =>
  createRedisBroker({
    url: redis.url,
    prefix,
    maxApiKeys: 3,
    observer: new FakeBrokerObserver(),
  });

describeKeyStoreContract('on Redis', async () => {
  const prefix = `{${randomUUID()}}`;
  const brokers = await Promise.all([aBroker(prefix), aBroker(prefix)]);
  const [here, there] = brokers;
  return {
    here: here.keyStore(),
    there: there.keyStore(),
    close: async () => {
      await Promise.all(brokers.map((broker) => broker.close()));
    },
  };
});

describe('keys on Redis', () => {
  it('are there as hashes only, outlive the process, and open nothing when they were tampered with', async () => {
    const prefix = `{${randomUUID()}}`;
    const broker = await aBroker(prefix);
    const creation = await broker
      .keyStore()
      .create({ name: 'web', tenant: 'acme', limits: { maxSessions: null } });
    await broker.close();
    const secret = creation.kind === 'created' ? creation.secret : '';
    const raw = new Redis(redis.url);
    const kept = await raw.hgetall(`${prefix}:api-keys`);
    expect(JSON.stringify(kept)).not.toContain(secret.slice(-43));
    const later = await aBroker(prefix);
    expect(await later.keyStore().verify(secret)).toMatchObject({ tenant: 'acme' });
    for (const [id, record] of Object.entries(kept))
      await raw.hset(`${prefix}:api-keys`, id, record.replace('acme', '\\u0007'));
    expect(await later.keyStore().verify(secret)).toBeNull();
    raw.disconnect();
    await later.close();
  });
});
