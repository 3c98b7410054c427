import { resolve } from 'node:path';

import { startPrivateRedis } from '@chorale/testing';

import { SpawnedProgram } from '../processes/spawned-program.js';

/** A service of our own on a private Redis: one gateway, one worker with the real voice. */
export interface OwnService {
  readonly url: string;
  readonly redisUrl: string;
  readonly pids: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

const SETTINGS = {
  VOICES_DIR: resolve(process.env['VOICES_DIR'] ?? '.chorale/voices'),
  ENGINE_CACHE_DIR: resolve(process.env['ENGINE_CACHE_DIR'] ?? '.chorale/engines'),
  EXECUTION_PROVIDERS: process.env['EXECUTION_PROVIDERS'] ?? 'cpu',
  LOG_LEVEL: 'info',
};

const fieldOf = (program: SpawnedProgram, name: string): string => {
  const value = program.records.find((each) => name in each)?.[name];
  return typeof value === 'string' ? value : '';
};

const start = (path: string, env: Readonly<Record<string, string>>, field: string) =>
  SpawnedProgram.start({
    program: resolve(path),
    env: { ...SETTINGS, ...env },
    isReady: (program) => fieldOf(program, field) !== '',
    startMs: 60_000,
  });

/** Starts it with `env` on top of the defaults; run from the repository's root, after a build. */
export const startOwnService = async (
  env: Readonly<Record<string, string>> = {},
): Promise<OwnService> => {
  const redis = await startPrivateRedis();
  const shared = { ...env, REDIS_URL: redis.url };
  const worker = await start('apps/worker/dist/main.js', shared, 'worker');
  const gateway = await start('apps/gateway/dist/main.js', { ...shared, PORT: '0' }, 'url');
  const stop = async (): Promise<void> => {
    await gateway.stop();
    await worker.stop();
    await redis.stop();
  };
  return {
    url: `${fieldOf(gateway, 'url').replace('http', 'ws')}/v1/audio/speech/stream`,
    redisUrl: redis.url,
    pids: { gateway: gateway.pid, worker: worker.pid },
    stop,
  };
};
