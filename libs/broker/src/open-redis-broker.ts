import type { Broker, BrokerObserver } from './broker.js';
import type { RedisVerdict } from './redis/check-redis.js';
import type { RoundTripListener } from './redis/pulse.js';
import type { RedisBrokerOptions } from './redis/redis-broker.js';

/** The Redis found cannot carry Chorale. */
export class UnfitRedisError extends Error {
  override readonly name = 'UnfitRedisError';
}

/** Where the broker is, and who hears what is wrong with it. */
export interface RedisBrokerPlace {
  readonly url: string;
  readonly prefix: string;
  readonly observer: BrokerObserver;
  readonly warn: (reason: string) => void;
  /** Hears every 2 s how long Redis takes to answer, ms; null if it does not. */
  readonly onRoundTrip: RoundTripListener;
}

// BullMQ and ioredis are loaded when a Redis is used: an embedded service starts without them.

/** Judges the Redis at `url` (any that ioredis reads). */
export const checkRedis = async (url: string): Promise<RedisVerdict> => {
  const { checkRedis: check } = await import('./redis/check-redis.js');
  return check(url);
};

/** Opens the broker on a Redis that is known to be fit. */
export const createRedisBroker = async (options: RedisBrokerOptions): Promise<Broker> => {
  const { createRedisBroker: create } = await import('./redis/redis-broker.js');
  return create(options);
};

/** Lets the socket.io servers of several processes speak to each other's clients. */
export const openSocketAdapter = async (place: {
  readonly url: string;
  readonly prefix: string;
  readonly problem: (error: Error) => void;
}) => {
  const { createSocketAdapter } = await import('./redis/socket-adapter.js');
  return createSocketAdapter(place);
};

/** Looks at Redis before anything depends on it, then opens the broker. Rejects with `UnfitRedisError`. */
export const openRedisBroker = async (place: RedisBrokerPlace): Promise<Broker> => {
  const verdict = await checkRedis(place.url);
  if (verdict.kind === 'refuse') throw new UnfitRedisError(verdict.reason);
  if (verdict.kind === 'warn') place.warn(verdict.reason);
  return createRedisBroker(place);
};
