import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '../eventually.js';
import { spawnTied } from '../processes/spawn-tied.js';

import { answersPing, freePort } from './ping.js';
import { redisServerPath } from './redis-server-path.js';

/** How a private Redis is started. */
export interface PrivateRedisOptions {
  /** True keeps an append-only file, so that data outlive `kill` and `start`. Default false. */
  readonly persistent?: boolean;
  /** More arguments for the server, such as `['--maxmemory', '50mb']`. */
  readonly args?: readonly string[];
}

/** A Redis of its own on a free port of this machine; gone with its data after `stop`. */
export interface PrivateRedis {
  readonly url: string;
  /** Starts it again on the same port after `kill`; resolves when it answers. */
  start(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Stops the process without closing its connections (SIGSTOP). */
  pause(): void;
  resume(): void;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

const START_MS = 10_000;

/** Starts a private Redis and waits until it answers. Throws where no server program is installed. */
export const startPrivateRedis = async (
  options: PrivateRedisOptions = {},
): Promise<PrivateRedis> => {
  const folder = await mkdtemp(join(tmpdir(), 'chorale-redis-'));
  const port = await freePort();
  const redis = new RedisProcess(folder, port, serverArgs(folder, port, options));
  await redis.start();
  return redis;
};

const serverArgs = (
  folder: string,
  port: number,
  { persistent = false, args = [] }: PrivateRedisOptions,
): readonly string[] => [
  ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
  ...['--save', '', '--appendonly', persistent ? 'yes' : 'no', '--appendfsync', 'always'],
  ...['--maxmemory-policy', 'noeviction', '--loglevel', 'warning'],
  ...args,
];

class RedisProcess implements PrivateRedis {
  readonly url: string;
  #process: ChildProcess | null = null;

  constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly args: readonly string[],
  ) {
    this.url = `redis://127.0.0.1:${port}`;
  }

  async start(): Promise<void> {
    this.#process = spawnTied([redisServerPath(), ...this.args], { stdio: 'ignore' });
    await eventually(() => answersPing(this.port), { timeoutMs: START_MS });
  }

  async kill(): Promise<void> {
    const server = this.#process;
    this.#process = null;
    if (server === null) return;
    const hasEnded = server.exitCode !== null || server.signalCode !== null;
    const ended = hasEnded ? Promise.resolve() : once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  }

  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  resume(): void {
    this.#process?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
