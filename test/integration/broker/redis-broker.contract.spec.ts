import {
  type BrokerHarness,
  describeAbortBusContract,
  describeAdminViewsContract,
  describeChunkStreamContract,
  describeControlBusContract,
  describeDueBusContract,
  describeGatewayRegistryContract,
  describeJobQueueContract,
  describeJournalContract,
  describeKeptJobsContract,
  describeSessionFeedContract,
  describeSessionTextContract,
  describeWorkerRegistryContract,
  type PrivateRedis,
  startPrivateRedis,
} from '@chorale/testing';
import { afterAll, beforeAll } from '@jest/globals';
import { Redis } from 'ioredis';

import { aRedisHarness } from './redis-harness.js';

let redis: PrivateRedis;
let raw: Redis;

beforeAll(async () => {
  redis = await startPrivateRedis();
  raw = new Redis(redis.url);
});

afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

const factory = (): Promise<BrokerHarness> => aRedisHarness(redis.url, raw);

describeJobQueueContract('on Redis', factory);
describeKeptJobsContract('on Redis', factory);
describeChunkStreamContract('on Redis', factory);
describeAbortBusContract('on Redis', factory);
describeDueBusContract('on Redis', factory);
describeWorkerRegistryContract('on Redis', factory);
describeJournalContract('on Redis', factory);
describeGatewayRegistryContract('on Redis', factory);
describeSessionFeedContract('on Redis', factory);
describeControlBusContract('on Redis', factory);
describeSessionTextContract('on Redis', factory);
describeAdminViewsContract('on Redis', factory);
