import { describe, expect, it } from '@jest/globals';

import { judgeRedis } from './check-redis.js';

const info = (version: string, policy = 'noeviction'): string =>
  ['# Server', `redis_version:${version}`, '# Memory', `maxmemory_policy:${policy}`, ''].join(
    '\r\n',
  );

const NOW = 1_700_000_000_000;

describe(judgeRedis, () => {
  it.each(['6.2.0', '6.10.1', '7.0.15', '10.0.0'])('accepts version %s', (version) => {
    expect(judgeRedis(info(version), NOW)).toMatchObject({ kind: 'ok', version });
  });

  it.each(['6.0.16', '5.0.7', 'x'])('refuses version %s', (version) => {
    expect(judgeRedis(info(version), NOW)).toMatchObject({ kind: 'refuse' });
  });

  it('refuses what is no Redis', () => {
    expect(judgeRedis('', NOW)).toMatchObject({ kind: 'refuse' });
  });

  it('warns where jobs may be evicted', () => {
    expect(judgeRedis(info('7.2.0', 'allkeys-lru'), NOW)).toMatchObject({ kind: 'warn' });
  });

  it('tells how far its clock is ahead, where it tells the time', () => {
    const later = `${info('7.2.0')}server_time_usec:${(NOW + 40) * 1000}\r\n`;
    expect(judgeRedis(later, NOW)).toMatchObject({ clockOffsetMs: 40 });
    expect(judgeRedis(info('7.2.0'), NOW)).toMatchObject({ clockOffsetMs: null });
  });
});
