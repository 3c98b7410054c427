import type { Broker, BrokerObserver } from './broker.js';
import { checkRedis } from './redis/check-redis.js';
import { createRedisBroker } from './redis/redis-broker.js';

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
}

/** Looks at Redis before anything depends on it, then opens the broker. Rejects with `UnfitRedisError`. */
export const openRedisBroker = async (place: RedisBrokerPlace): Promise<Broker> => {
  const verdict = await checkRedis(place.url);
  if (verdict.kind === 'refuse') throw new UnfitRedisError(verdict.reason);
  if (verdict.kind === 'warn') place.warn(verdict.reason);
  return createRedisBroker(place);
};
