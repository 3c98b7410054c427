import 'reflect-metadata';

import { availableParallelism } from 'node:os';

import type { Broker } from '@chorale/broker';
import { createMemoryBroker, processName, systemClock } from '@chorale/broker';
import type { ConfigOf } from '@chorale/config';
import {
  drainEnv,
  gatewayEnv,
  logEnv,
  redisEnv,
  runMain,
  speechEnv,
  traceEnv,
  voicesEnv,
  workerEnv,
} from '@chorale/config';
import type { RunningGateway } from '@chorale/gateway';
import { startGateway } from '@chorale/gateway';
import type { Logger, WorkerMetrics } from '@chorale/observability';
import {
  createGatewayMetrics,
  createLogger,
  createMetricsRegistry,
  createWorkerMetrics,
  nestLogger,
  openTracer,
  type Tracer,
} from '@chorale/observability';
import { gatewayId, workerId } from '@chorale/speech';
import type { Worker } from '@chorale/worker';
import { createWorker, openVoiceEngine, openWorkerProfiler, VERSION } from '@chorale/worker';

const SLICES = [
  gatewayEnv,
  drainEnv,
  speechEnv,
  redisEnv,
  workerEnv,
  voicesEnv,
  logEnv,
  traceEnv,
] as const;

type Config = ConfigOf<typeof SLICES>;

/** What both halves of the process share. */
interface Shared {
  readonly config: Config;
  readonly broker: Broker;
  readonly registry: ReturnType<typeof createMetricsRegistry>;
  readonly logger: Logger;
  readonly tracer: Tracer;
}

const openBroker = (metrics: WorkerMetrics, logger: Logger): Broker =>
  createMemoryBroker({
    clock: systemClock,
    observer: {
      invalidJob: () => metrics.invalidPayload(),
      problem: (err) => logger.warn({ err }, 'broker trouble'),
    },
  });

const startWorker = async (shared: Shared, metrics: WorkerMetrics): Promise<Worker> => {
  const { config, broker, logger, tracer } = shared;
  const threads = config.INFERENCE_THREADS ?? availableParallelism();
  const id = workerId(processName());
  const engine = await openVoiceEngine(config, threads, logger);
  const worker = createWorker({
    worker: id,
    ports: broker.workerPorts(id, config.WORKER_CLASS),
    engine,
    settings: {
      voiceClass: config.WORKER_CLASS,
      defaultVoice: config.DEFAULT_VOICE,
      threads,
      unitOrder: config.WORKER_UNIT_ORDER,
      drainSeconds: config.DRAIN_SECONDS,
      gatewaySilenceMs: config.GATEWAY_SILENCE_MS,
      version: VERSION,
    },
    clock: systemClock,
    logger,
    metrics,
    tracer,
    // The process's own code is recorded by the gateway's half.
    profiler: openWorkerProfiler({ folder: config.PROFILE_DIR, worker: id, engine, logger }, []),
  });
  await worker.start();
  return worker;
};

const startFront = ({
  config,
  broker,
  registry,
  logger,
  tracer,
}: Shared): Promise<RunningGateway> => {
  const gateway = gatewayId(processName());
  return startGateway(
    {
      gateway,
      ports: broker.gatewayPorts(gateway),
      config,
      clock: systemClock,
      log: logger,
      metrics: createGatewayMetrics(registry, config.SERVED_MODEL_NAMES[0] ?? ''),
      metricsPage: registry,
      tracer,
    },
    nestLogger(logger),
  );
};

await runMain(SLICES, async (config) => {
  const logger = createLogger({ name: 'chorale', level: config.LOG_LEVEL });
  const registry = createMetricsRegistry({ process: true });
  const metrics = createWorkerMetrics(registry);
  const tracer = await openTracer({
    service: 'chorale',
    instance: processName(),
    version: VERSION,
    endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    sampled: config.OTEL_TRACES_SAMPLER_ARG,
    onTrouble: (err) => logger.warn({ err }, 'traces could not be sent'),
  });
  const shared = { config, broker: openBroker(metrics, logger), registry, logger, tracer };
  const front = await startFront(shared);
  const worker = await startWorker(shared, metrics);
  logger.info({ url: front.url }, 'gateway and worker run in this process');
  const stop = async (): Promise<void> => {
    await front.stop(); // first: there must be a worker to finish its sentences
    await worker.drain();
    await shared.broker.close();
  };
  return { stop };
});
