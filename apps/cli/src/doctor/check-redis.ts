import { checkRedis as askRedis } from '@chorale/broker';

import type { Finding } from './finding.js';
import { bad, good, odd } from './finding.js';

/** Workers and gateways compare times; below this it is lost in the network. */
const MAX_OFFSET_MS = 250;

const NO_REDIS = odd(
  'redis',
  'REDIS_URL is not set: everything has to run on this machine',
  'Set REDIS_URL to run gateways and workers on several machines.',
);

/** Looks at the Redis of a URL: whether it answers, its version, its policy, its clock. */
export const checkRedis = async (url: string | undefined): Promise<readonly Finding[]> => {
  if (url === undefined) return [NO_REDIS];
  const verdict = await askRedis(url);
  switch (verdict.kind) {
    case 'refuse':
      return [bad('redis', verdict.reason, 'Start a Redis 6.2 or newer, and check REDIS_URL.')];
    case 'warn':
      return [odd('redis', verdict.reason, 'redis-cli config set maxmemory-policy noeviction')];
    case 'ok':
      return [
        good('redis', `Redis ${verdict.version}, never evicts jobs`),
        checkClock(verdict.clockOffsetMs),
      ];
  }
};

/** Judges how far the clock of Redis is ahead of ours. */
export const checkClock = (offsetMs: number | null): Finding => {
  if (offsetMs === null)
    return odd('clock', 'Redis does not tell its time', 'Compare the clocks of all machines.');
  if (Math.abs(offsetMs) <= MAX_OFFSET_MS)
    return good('clock', `within ${MAX_OFFSET_MS} ms of Redis`);
  const direction = offsetMs > 0 ? 'behind' : 'ahead of';
  return odd(
    'clock',
    `this machine is ${Math.abs(offsetMs)} ms ${direction} Redis`,
    'Keep the clocks of all machines right with NTP (chrony, systemd-timesyncd).',
  );
};
