import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Redis } from 'ioredis';

import { eventually } from '../eventually.js';
import { spawnTied } from '../processes/spawn-tied.js';

import { freePort } from './ping.js';
import { type PrivateRedis, startPrivateRedis } from './private-redis.js';
import { redisServerPath } from './redis-server-path.js';

/** A primary and its replica, and a sentinel that puts the one in the other's place. */
export interface WatchedRedis {
  /** Leads to the sentinel, and by it to whichever is the primary. */
  readonly url: string;
  readonly primary: PrivateRedis;
  readonly replica: PrivateRedis;
  stop(): Promise<void>;
}

const PATIENCE = { timeoutMs: 15_000 };

const NAME = 'speech';

/** Starts all three; resolves when the sentinel knows whom it can move to, and that one has all data. */
export const startWatchedRedis = async (): Promise<WatchedRedis> => {
  const primary = await startPrivateRedis({ args: ['--repl-diskless-sync-delay', '0'] });
  const args = ['--replicaof', '127.0.0.1', String(portOf(primary))];
  const replica = await startPrivateRedis({ args });
  const sentinel = await startSentinel(portOf(primary));
  await eventually(() => says(portOf(replica), 'replication', 'master_link_status:up'), PATIENCE);
  await eventually(() => says(sentinel.port, 'sentinel', 'slaves=1'), PATIENCE);
  return {
    ...{ primary, replica },
    url: `redis://127.0.0.1:${sentinel.port}/0?master=${NAME}`,
    stop: async () => {
      await sentinel.stop();
      await Promise.all([primary.stop(), replica.stop()]);
    },
  };
};

const portOf = ({ url }: PrivateRedis): number => Number(new URL(url).port);

const startSentinel = async (primary: number) => {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'chorale-sentinel-'));
  const rules = join(folder, 'sentinel.conf');
  await writeFile(rules, sentinelRules(port, primary));
  const sentinel = spawnTied([redisServerPath(), rules, '--sentinel'], { stdio: 'ignore' });
  const stop = async (): Promise<void> => {
    const ended = once(sentinel, 'exit');
    sentinel.kill();
    await ended;
    await rm(folder, { recursive: true });
  };
  return { port, stop };
};

const sentinelRules = (port: number, primary: number): string =>
  [
    `port ${port}`,
    'bind 127.0.0.1',
    `sentinel monitor ${NAME} 127.0.0.1 ${primary} 1`,
    `sentinel down-after-milliseconds ${NAME} 500`,
    `sentinel failover-timeout ${NAME} 3000`,
  ].join('\n');

const says = async (port: number, section: string, text: string): Promise<boolean> => {
  const asked = new Redis(port, { lazyConnect: true, retryStrategy: () => null });
  asked.on('error', () => undefined);
  try {
    await asked.connect();
    return String(await asked.call('INFO', section)).includes(text);
  } catch {
    return false; // not up yet
  } finally {
    asked.disconnect();
  }
};
