import 'reflect-metadata';

import { openRedisBroker, processName, systemClock } from '@chorale/broker';
import type { Broker } from '@chorale/broker';
import { gatewayEnv, logEnv, redisEnv, runMain, speechEnv, traceEnv } from '@chorale/config';
import type { Logger, RedisMetrics } from '@chorale/observability';
import {
  createGatewayMetrics,
  createLogger,
  createMetricsRegistry,
  createRedisMetrics,
  nestLogger,
  openTracer,
} from '@chorale/observability';
import { gatewayId } from '@chorale/speech';

import { startGateway } from './gateway-app.js';
import { VERSION } from './version.js';

const openBroker = (
  redis: { REDIS_URL?: string | undefined; REDIS_KEY_PREFIX: string },
  log: Logger,
  metrics: RedisMetrics,
): Promise<Broker> => {
  if (redis.REDIS_URL === undefined)
    throw new Error(
      'REDIS_URL is not set. Without Redis, everything runs in one process: npm start -- --embedded',
    );
  return openRedisBroker({
    url: redis.REDIS_URL,
    prefix: redis.REDIS_KEY_PREFIX,
    observer: {
      invalidJob: () => undefined, // gateways take no jobs
      problem: (err) => log.warn({ err }, 'broker trouble'),
    },
    warn: (reason) => log.warn({ reason }, 'Redis is not set up well'),
    onRoundTrip: metrics.roundTrip,
  });
};

await runMain([gatewayEnv, speechEnv, redisEnv, logEnv, traceEnv], async (config) => {
  const log = createLogger({ name: 'gateway', level: config.LOG_LEVEL });
  const registry = createMetricsRegistry({ process: true });
  const broker = await openBroker(config, log, createRedisMetrics(registry));
  const gateway = gatewayId(processName());
  const running = await startGateway(
    {
      gateway,
      ports: broker.gatewayPorts(gateway),
      config,
      clock: systemClock,
      log,
      metrics: createGatewayMetrics(registry, config.SERVED_MODEL_NAMES[0] ?? ''),
      metricsPage: registry,
      tracer: await openTracer({
        service: 'gateway',
        instance: gateway,
        version: VERSION,
        endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
        sampled: config.OTEL_TRACES_SAMPLER_ARG,
        onTrouble: (err) => log.warn({ err }, 'traces could not be sent'),
      }),
    },
    nestLogger(log),
  );
  log.info({ url: running.url, gateway }, 'gateway listens');
  const stop = async (): Promise<void> => {
    await running.stop();
    await broker.close();
  };
  return { stop };
});
