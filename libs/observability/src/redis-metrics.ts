import { Counter, Histogram, type Registry } from 'prom-client';

/** What a process measures of its way to Redis. */
export interface RedisMetrics {
  /** A round trip took so long; null if there was none within its time. */
  readonly roundTrip: (milliseconds: number | null) => void;
}

/** From a Redis on the same machine to one that is as good as gone, seconds. */
const BUCKETS = [0.000_25, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 3];

/** Registers what is measured of Redis. */
export const createRedisMetrics = (registry: Registry): RedisMetrics => {
  const registers = [registry];
  const trips = new Histogram({
    name: 'chorale_redis_round_trip_seconds',
    help: 'How long a PING took from this process to Redis and back.',
    buckets: BUCKETS,
    registers,
  });
  const failures = new Counter({
    name: 'chorale_redis_round_trip_failures_total',
    help: 'PINGs that Redis did not answer in time.',
    registers,
  });
  return {
    roundTrip: (milliseconds) => {
      if (milliseconds === null) failures.inc();
      else trips.observe(milliseconds / 1000);
    },
  };
};
