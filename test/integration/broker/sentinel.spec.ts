import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Broker, openRedisBroker } from '@chorale/broker';
import { gatewayId } from '@chorale/speech';
import {
  aSynthesisJob,
  eventually,
  FakeBrokerObserver,
  type PrivateRedis,
  spawnTied,
  startPrivateRedis,
} from '@chorale/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';

const PATIENCE = { timeoutMs: 15_000 };

const portOf = (url: string): number => Number(new URL(url).port);

const sentinelRules = (port: number, primary: number): string =>
  [
    `port ${port}`,
    'bind 127.0.0.1',
    `sentinel monitor speech 127.0.0.1 ${primary} 1`,
    'sentinel down-after-milliseconds speech 500',
    'sentinel failover-timeout speech 3000',
  ].join('\n');

describe('when a sentinel moves the primary', () => {
  const stops: (() => Promise<unknown>)[] = [];
  let primary: PrivateRedis;
  let replica: PrivateRedis;
  let sentinelPort: number;
  let broker: Broker;

  const startSentinel = async (): Promise<number> => {
    const spare = await startPrivateRedis(); // lends its port
    await spare.stop();
    const folder = await mkdtemp(join(tmpdir(), 'chorale-sentinel-'));
    const rules = join(folder, 'sentinel.conf');
    await writeFile(rules, sentinelRules(portOf(spare.url), portOf(primary.url)));
    const sentinel = spawnTied(['redis-server', rules, '--sentinel'], { stdio: 'ignore' });
    stops.push(async () => {
      const ended = once(sentinel, 'exit');
      sentinel.kill();
      await ended;
      await rm(folder, { recursive: true });
    });
    return portOf(spare.url);
  };

  /** The sentinel has found the replica, so that there is something to move to. */
  const knowsReplica = async (): Promise<boolean> => {
    const asked = new Redis(sentinelPort, { lazyConnect: true, retryStrategy: () => null });
    asked.on('error', () => undefined);
    try {
      await asked.connect();
      return String(await asked.call('INFO', 'sentinel')).includes('slaves=1');
    } catch {
      return false; // not up yet
    } finally {
      asked.disconnect();
    }
  };

  beforeEach(async () => {
    primary = await startPrivateRedis();
    const args = ['--replicaof', '127.0.0.1', String(portOf(primary.url))];
    replica = await startPrivateRedis({ args });
    sentinelPort = await startSentinel();
    await eventually(knowsReplica, PATIENCE);
    broker = await openRedisBroker({
      url: `redis://127.0.0.1:${sentinelPort}/0?master=speech`,
      prefix: '{moved}',
      observer: new FakeBrokerObserver(),
      warn: () => undefined,
      onRoundTrip: () => undefined,
    });
  });

  afterEach(async () => {
    await broker.close();
    for (const stop of stops.splice(0)) await stop();
    await primary.stop();
    await replica.stop();
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
    await primary.kill();
    await eventually(() => enqueue(2), PATIENCE);
    const seen = new Redis(replica.url);
    expect((await seen.keys('{moved}*')).length).toBeGreaterThan(0);
    expect(await seen.info('replication')).toContain('role:master');
    seen.disconnect();
  });
});
