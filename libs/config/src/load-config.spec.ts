import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Slice } from './load-config.js';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load-config.js';
import { gatewayEnv } from './slices/gateway-env.js';
import { launcherEnv } from './slices/launcher-env.js';
import { redisEnv } from './slices/redis-env.js';
import { speechEnv } from './slices/speech-env.js';
import { workerEnv } from './slices/worker-env.js';

type Env = Readonly<Record<string, string | undefined>>;

const problemsOf = (slices: readonly Slice[], env: Env, argv: readonly string[] = []) => {
  try {
    loadConfig(slices, { env, argv });
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
};

describe(loadConfig.name, () => {
  let folder: string;
  let dotenvPath: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chorale-config-'));
    dotenvPath = join(folder, '.env');
    writeFileSync(dotenvPath, '# taken\nPORT=7001\nMAX_SESSIONS="7002"\nDRAIN_SECONDS=7\n');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives every setting its default when nothing is set', () => {
    expect(loadConfig([gatewayEnv, launcherEnv], { env: {} })).toEqual({
      PORT: 8000,
      HOST: '127.0.0.1',
      ALLOW_OPEN_BIND: false,
      API_KEYS: [],
      REQUIRE_API_KEY: false,
      METRICS_OPEN: false,
      ALLOW_TEXT_VIEW: false,
      ALLOWED_ORIGINS: [],
      MAX_SESSIONS: 2000,
      ENCODER_THREADS: 1,
      UPLOADED_VOICES_DIR: '.chorale/uploads',
      MAX_UPLOADED_VOICES: 1000,
      UPLOADED_VOICES_MB: 1024,
      PING_INTERVAL_SECONDS: 20,
      ADMISSION_LIMIT: 0.9,
      TENANT_SHARE: 1,
      DRAIN_SECONDS: 30,
      PROFILE_DIR: '',
      WORKERS: 1,
      EMBEDDED: false,
      ADMIN: false,
    });
  });

  it('takes flags before the environment, the environment before .env, and .env before defaults', () => {
    const config = loadConfig([gatewayEnv], {
      argv: ['--port', '9001'],
      env: { PORT: '8001', MAX_SESSIONS: '8002' },
      dotenvPath,
    });
    expect(config).toMatchObject({ PORT: 9001, MAX_SESSIONS: 8002, DRAIN_SECONDS: 7 });
    expect(config.HOST).toBe('127.0.0.1');
  });

  it('treats an empty value as unset', () => {
    expect(loadConfig([gatewayEnv], { env: { PORT: '' }, dotenvPath }).PORT).toBe(7001);
  });

  it('works without the .env file', () => {
    expect(loadConfig([gatewayEnv], { env: {}, dotenvPath: join(folder, 'none') }).PORT).toBe(8000);
  });

  it('leaves a setting without default out', () => {
    expect(loadConfig([redisEnv, workerEnv], { env: {} })).not.toHaveProperty('REDIS_URL');
  });

  it('reports all problems of all slices at once, one line each, with the source', () => {
    const env = { HOST: '0.0.0.0', MAX_SESSIONS: '1e3', REDIS_URL: 'http://:secret@host' };
    expect(problemsOf([gatewayEnv, redisEnv], env, ['--port=99999', '--prot', '1', 'up'])).toEqual([
      '--prot (command line) is not a setting',
      'up (command line) is not a setting',
      'PORT (--port) must be a whole number from 0 to 65535',
      'MAX_SESSIONS (environment) must be a whole number from 1 to 1000000',
      'HOST (environment) would let other machines connect without a key; set API_KEYS, or ALLOW_OPEN_BIND=true if that is meant, or HOST=127.0.0.1',
      'REDIS_URL (environment) must be a redis:// or rediss:// URL',
    ]);
  });

  it.each(['0.0.0.0', '::', '192.168.1.7', 'example.org'])(
    'refuses to listen on %s unless an open bind is allowed',
    (HOST) => {
      expect(problemsOf([gatewayEnv], { HOST })).toHaveLength(1);
      expect(problemsOf([gatewayEnv], { HOST, ALLOW_OPEN_BIND: 'true' })).toEqual([]);
    },
  );

  it.each([
    ['a key', { API_KEYS: 'a-secret-of-twenty-4' }],
    ['a file of keys', { API_KEYS_FILE: 'keys.txt' }],
    ['keys to be made', { REQUIRE_API_KEY: 'true' }],
  ])('listens anywhere with %s', (_, env) => {
    expect(problemsOf([gatewayEnv], { HOST: '0.0.0.0', ...env })).toEqual([]);
  });

  it.each(['127.0.0.1', '127.8.9.1', '::1', 'localhost'])('listens on loopback %s', (HOST) => {
    expect(problemsOf([gatewayEnv], { HOST })).toEqual([]);
  });

  it.each([
    [gatewayEnv, { ALLOWED_ORIGINS: 'https://a.example/path' }],
    [gatewayEnv, { ALLOW_OPEN_BIND: 'perhaps' }],
    [workerEnv, { EXECUTION_PROVIDERS: 'cpu,tpu' }],
    [workerEnv, { EXECUTION_PROVIDERS: ' , ' }],
    [workerEnv, { WORKER_CLASS: 'Big Ones' }],
    [speechEnv, { SPEECH_PROFILE: 'OMNI' }],
    [speechEnv, { SERVED_MODEL_NAMES: ',' }],
    [speechEnv, { VOICE_ALIASES: 'anna' }],
    [redisEnv, { REDIS_KEY_PREFIX: 'a b' }],
  ])('says in one line what is wrong with %#', (slice, env) => {
    expect(problemsOf([slice], env)).toHaveLength(1);
  });

  it('splits lists and reads switches', () => {
    const env = { ALLOWED_ORIGINS: 'https://a.example, http://b.example:81', EMBEDDED: 'YES' };
    expect(loadConfig([gatewayEnv, launcherEnv], { env })).toMatchObject({
      ALLOWED_ORIGINS: ['https://a.example', 'http://b.example:81'],
      EMBEDDED: true,
    });
  });
});
