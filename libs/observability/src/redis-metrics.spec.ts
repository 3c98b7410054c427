import { describe, expect, it } from '@jest/globals';

import { createMetricsRegistry } from './metrics-registry.js';
import { createRedisMetrics } from './redis-metrics.js';

describe(createRedisMetrics.name, () => {
  it('tells round trips from those that never ended', async () => {
    const registry = createMetricsRegistry();
    const metrics = createRedisMetrics(registry);
    metrics.roundTrip(4);
    metrics.roundTrip(null);
    const page = await registry.metrics();
    expect(page).toContain('chorale_redis_round_trip_seconds_bucket{le="0.005"} 1');
    expect(page).toContain('chorale_redis_round_trip_seconds_sum 0.004');
    expect(page).toContain('chorale_redis_round_trip_failures_total 1');
  });
});
