import { describe, expect, it } from '@jest/globals';

import {
  adminProblem,
  chooseBroker,
  describeBroker,
  processesFor,
  redisArguments,
} from './processes.mjs';

const settings = { WORKERS: 2, WORKER_NICE: 5, WORKER_HEALTH_PORT: 0 };
const url = 'redis://user:secret@cache.example:6380';

describe(chooseBroker.name, () => {
  const none = { embedded: false, redisUrl: undefined, redisServer: null };

  it('prefers EMBEDDED, then REDIS_URL, then a server on PATH', () => {
    const all = { embedded: true, redisUrl: url, redisServer: '/usr/bin/redis-server' };
    expect(chooseBroker(all).kind).toBe('embedded');
    expect(chooseBroker({ ...all, embedded: false })).toEqual({ kind: 'given', url });
    expect(chooseBroker({ ...none, redisServer: '/usr/bin/valkey-server' })).toEqual({
      kind: 'private',
      program: '/usr/bin/valkey-server',
    });
  });

  it('runs embedded when there is no Redis at all', () => {
    expect(chooseBroker(none).kind).toBe('embedded');
  });
});

describe(describeBroker.name, () => {
  it('never shows the password of a Redis', () => {
    expect(describeBroker({ kind: 'given', url })).toBe('Using the Redis at cache.example:6380.');
  });

  it('says how to scale out of one process', () => {
    expect(describeBroker({ kind: 'embedded', reason: 'x' })).toContain('REDIS_URL');
  });
});

describe(redisArguments.name, () => {
  it('listens on loopback only and writes nothing to disk', () => {
    const line = redisArguments(6400, '/tmp/x').join(' ');
    expect(line).toContain('--bind 127.0.0.1');
    expect(line).toContain('--save  --appendonly no --maxmemory-policy noeviction');
  });
});

describe(processesFor.name, () => {
  it('runs one process without a broker', () => {
    const { front, workers } = processesFor({ kind: 'embedded' }, { env: {}, settings });
    expect(front.main).toContain('apps/standalone');
    expect(workers).toEqual([]);
  });

  it('runs a gateway and the wanted workers, at a lower priority', () => {
    const { front, workers } = processesFor({ kind: 'given', url }, { env: { A: '1' }, settings });
    expect(front).toMatchObject({ name: 'gateway', env: { A: '1' } });
    expect(workers.map(({ name, nice }) => [name, nice])).toEqual([
      ['worker-1', 5],
      ['worker-2', 5],
    ]);
  });

  it('gives each worker a health port of its own', () => {
    const own = { ...settings, WORKER_HEALTH_PORT: 9000 };
    const { workers } = processesFor({ kind: 'given', url }, { env: {}, settings: own });
    expect(workers.map(({ env }) => env.WORKER_HEALTH_PORT)).toEqual(['9000', '9001']);
  });

  it('runs the admin app on what it is told', () => {
    const options = { env: { A: '1' }, settings, adminEnv: { ADMIN_PORT: '8080' } };
    const { admin } = processesFor({ kind: 'given', url }, options);
    expect(admin).toMatchObject({ name: 'admin', env: { A: '1', ADMIN_PORT: '8080' } });
    expect(processesFor({ kind: 'given', url }, { env: {}, settings }).admin).toBeNull();
  });
});

describe(adminProblem.name, () => {
  const embedded = { kind: 'embedded', reason: 'no Redis was found' };

  it('says that the admin app needs a Redis', () => {
    expect(adminProblem(embedded, { ADMIN: true })).toContain('no Redis was found');
  });

  it('has nothing against it where there is one, or where it is not wanted', () => {
    expect(adminProblem({ kind: 'given', url }, { ADMIN: true })).toBeNull();
    expect(adminProblem(embedded, { ADMIN: false })).toBeNull();
  });
});
