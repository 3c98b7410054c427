import { describe, expect, it } from '@jest/globals';

import { judgeRedis } from './check-redis.js';

const info = (version: string, policy = 'noeviction'): string =>
  ['# Server', `redis_version:${version}`, '# Memory', `maxmemory_policy:${policy}`, ''].join(
    '\r\n',
  );

describe(judgeRedis, () => {
  it.each(['6.2.0', '6.10.1', '7.0.15', '10.0.0'])('accepts version %s', (version) => {
    expect(judgeRedis(info(version))).toEqual({ kind: 'ok', version });
  });

  it.each(['6.0.16', '5.0.7', 'x'])('refuses version %s', (version) => {
    expect(judgeRedis(info(version))).toMatchObject({ kind: 'refuse' });
  });

  it('refuses what is no Redis', () => {
    expect(judgeRedis('')).toMatchObject({ kind: 'refuse' });
  });

  it('warns where jobs may be evicted', () => {
    expect(judgeRedis(info('7.2.0', 'allkeys-lru'))).toMatchObject({ kind: 'warn' });
  });
});
