import { randomUUID } from 'node:crypto';

import { createRedisBroker } from '@chorale/broker';
import type { Band } from '@chorale/speech';
import { type BrokerHarness, FakeBrokerObserver, takeJobAndDie } from '@chorale/testing';
import type { Redis } from 'ioredis';

/** Short, so that a test sees what a dead worker leaves. */
const LOCK_MS = 400;
const BAND_NAMES = { urgent: 'urgent', lookAhead: 'ahead' } as const;

/** A broker on a real Redis with keys of its own, and what is needed to look at them. */
export interface RedisHarness extends BrokerHarness {
  readonly prefix: string;
  /** Joins parts to a key below the harness's prefix. */
  key(...parts: readonly string[]): string;
  /** A key of BullMQ's. */
  queueKey(band: Band, ...parts: readonly string[]): string;
}

/** BullMQ's name of a band's queue. */
export const queueName = (voiceClass: string, band: Band): string =>
  ['synth-v2', voiceClass, BAND_NAMES[band]].join('-');

/** Makes a harness; `raw` is a connection for the test's own commands. */
export const aRedisHarness = async (url: string, raw: Redis): Promise<RedisHarness> => {
  const prefix = `{${randomUUID()}}`;
  const key = (...parts: readonly string[]): string => [prefix, ...parts].join(':');
  const observer = new FakeBrokerObserver();
  const common = { url, prefix, lockMs: LOCK_MS };
  const broker = await createRedisBroker({ ...common, observer, recordTtlMs: 400 });
  return {
    broker,
    observer,
    prefix,
    key,
    queueKey: (band, ...parts) => key(queueName('default', band), ...parts),
    elapse: () => Promise.resolve(), // real time goes on by itself
    takeAndDie: (voiceClass, band) =>
      takeJobAndDie({ ...common, queue: queueName(voiceClass, band) }),
    loseChunkStream: async (gateway) => {
      await raw.del(key('chunks', gateway));
    },
    close: () => broker.close(),
  };
};
