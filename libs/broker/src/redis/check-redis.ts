import { openRedis } from './redis-address.js';

/** Whether a Redis can carry Chorale. */
export type RedisVerdict =
  | {
      readonly kind: 'ok';
      readonly version: string;
      /** How far Redis' clock is ahead of ours, ms; null where it does not tell the time. */
      readonly clockOffsetMs: number | null;
    }
  | { readonly kind: 'warn' | 'refuse'; readonly reason: string };

/** NOMKSTREAM and MINID came with it. */
const MIN_VERSION = [6, 2] as const;
const CHECK_MS = 3_000;

/** Looks at a Redis once, before anything depends on it. Resolves within 4 s, whatever happens. */
export const checkRedis = async (url: string): Promise<RedisVerdict> => {
  const client = openRedis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    sentinelRetryStrategy: () => null,
    connectTimeout: CHECK_MS,
    commandTimeout: CHECK_MS,
  });
  client.on('error', () => undefined); // what matters rejects below
  try {
    await client.connect();
    return judgeRedis(await client.info(), Date.now());
  } catch (error) {
    return { kind: 'refuse', reason: `Redis cannot be reached: ${messageOf(error)}` };
  } finally {
    if (client.status !== 'end') client.disconnect();
  }
};

/** Judges what INFO said; `now` is when it said it, ms since 1970. */
export const judgeRedis = (info: string, now: number): RedisVerdict => {
  const version = fieldOf(info, 'redis_version') ?? '';
  if (isOlder(version)) {
    return {
      kind: 'refuse',
      reason: `Redis 6.2 or newer is needed, this is ${version || 'unknown'}`,
    };
  }
  const policy = fieldOf(info, 'maxmemory_policy') ?? 'noeviction';
  if (policy !== 'noeviction') {
    return {
      kind: 'warn',
      reason: `maxmemory-policy is ${policy}: jobs may be evicted; set it to noeviction`,
    };
  }
  return { kind: 'ok', version, clockOffsetMs: clockOffset(info, now) };
};

const clockOffset = (info: string, now: number): number | null => {
  const time = fieldOf(info, 'server_time_usec');
  return time === undefined ? null : Math.round(Number(time) / 1000 - now);
};

const fieldOf = (info: string, name: string): string | undefined =>
  info
    .split(/\r?\n/)
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1);

const isOlder = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return !(major > MIN_VERSION[0] || (major === MIN_VERSION[0] && minor >= MIN_VERSION[1]));
};

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
