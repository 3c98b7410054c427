import { availableParallelism, getPriority, setPriority } from 'node:os';

import { type Broker, openRedisBroker, processName, systemClock } from '@chorale/broker';
import {
  type ConfigOf,
  drainEnv,
  logEnv,
  profileEnv,
  redisEnv,
  type Running,
  speechEnv,
  traceEnv,
  voicesEnv,
  workerEnv,
} from '@chorale/config';
import {
  CpuRecorder,
  createMetricsRegistry,
  createRedisMetrics,
  createWorkerMetrics,
  type Logger,
  nestLogger,
  openTracer,
  type Tracer,
  type RedisMetrics,
  type WorkerMetrics,
} from '@chorale/observability';
import { type Engine, type WorkerId, workerId } from '@chorale/speech';

import { guardMemory, RECYCLE_EXIT_CODE } from './self-check/memory-guard.js';
import { checkSpeech } from './self-check/speech-check.js';
import { createWorker, type WorkerSettings } from './worker.js';
import { openWorkerProfiler } from './worker-profiler.js';
import { type RunningWorker, startWorkerApp } from './worker-app.js';

/** The settings of a worker process. */
export const WORKER_SLICES = [
  redisEnv,
  workerEnv,
  drainEnv,
  speechEnv,
  voicesEnv,
  logEnv,
  traceEnv,
  profileEnv,
] as const;

/** A worker process's settings, read. */
export type WorkerConfig = ConfigOf<typeof WORKER_SLICES>;

/** What differs between worker processes. */
export interface WorkerProcessParts {
  readonly config: WorkerConfig;
  readonly logger: Logger;
  readonly version: string;
  /** Starts what speaks, with so many units in flight. */
  readonly openEngine: (threads: number) => Promise<Engine>;
}

/** A worker process that pulls jobs. */
export interface WorkerProcess extends RunningWorker, Required<Running> {
  readonly worker: WorkerId;
}

/**
 * Starts a worker on Redis, with its health page. Rejects when Redis does not fit or cannot be
 * reached, when the engine does not start, or when the worker does not fit its class.
 */
export const startWorkerProcess = async (parts: WorkerProcessParts): Promise<WorkerProcess> => {
  const { config, logger } = parts;
  yieldTo(config.WORKER_NICE);
  const registry = createMetricsRegistry({ process: true });
  const metrics = createWorkerMetrics(registry);
  const broker = await openBroker(parts, metrics, createRedisMetrics(registry));
  const worker = workerId(processName());
  const threads = config.INFERENCE_THREADS ?? availableParallelism();
  const engine = await parts.openEngine(threads);
  await checkSpeech(engine, config.DEFAULT_VOICE);
  const running = await startWorkerApp({
    worker: createWorker({
      worker,
      ports: broker.workerPorts(worker, config.WORKER_CLASS, engine.fingerprint),
      engine,
      settings: { ...settingsOf(config), threads, version: parts.version },
      clock: systemClock,
      logger,
      metrics,
      profiler: openWorkerProfiler({ folder: config.PROFILE_DIR, worker, engine, logger }, [
        new CpuRecorder(),
      ]),
      tracer: await openWorkerTracer(parts, worker),
    }),
    metrics: registry,
    health: { host: config.WORKER_HEALTH_HOST, port: config.WORKER_HEALTH_PORT },
    logger: nestLogger(logger),
  });
  const { healthUrl } = running;
  logger.info({ worker, threads, fingerprint: engine.fingerprint, healthUrl }, 'worker pulls jobs');
  const stop = async (): Promise<void> => {
    await running.stop();
    await broker.close();
  };
  return { ...running, worker, ...recycled(stop, config, logger) };
};

const openWorkerTracer = (
  { config, logger, version }: WorkerProcessParts,
  worker: WorkerId,
): Promise<Tracer> =>
  openTracer({
    service: 'worker',
    instance: worker,
    version,
    endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    sampled: config.OTEL_TRACES_SAMPLER_ARG,
    onTrouble: (err) => logger.warn({ err }, 'traces could not be sent'),
  });

/** Stops when told to, or by itself once it holds too much memory: only a new process gives it back. */
const recycled = (
  close: () => Promise<void>,
  config: WorkerConfig,
  logger: Logger,
): Required<Running> => {
  let unguard: () => void = () => undefined;
  const excess = new Promise<void>((resolve) => {
    unguard = guardMemory({
      limitMb: config.WORKER_MEMORY_LIMIT_MB ?? null,
      residentBytes: () => process.memoryUsage.rss(),
      clock: systemClock,
      logger,
      onExcess: resolve,
    });
  });
  const stop = (): Promise<void> => {
    unguard();
    return close();
  };
  return { stop, ended: excess.then(stop).then(() => RECYCLE_EXIT_CODE) };
};

const settingsOf = (
  config: WorkerConfig,
): Pick<
  WorkerSettings,
  'voiceClass' | 'defaultVoice' | 'unitOrder' | 'drainSeconds' | 'gatewaySilenceMs'
> => ({
  voiceClass: config.WORKER_CLASS,
  defaultVoice: config.DEFAULT_VOICE,
  unitOrder: config.WORKER_UNIT_ORDER,
  drainSeconds: config.DRAIN_SECONDS,
  gatewaySilenceMs: config.GATEWAY_SILENCE_MS,
});

/** Lets others on this machine go first; threads started from now on inherit it. */
const yieldTo = (nice: number): void => {
  if (nice > getPriority()) setPriority(nice);
};

const openBroker = (
  { config, logger }: WorkerProcessParts,
  metrics: WorkerMetrics,
  redis: RedisMetrics,
): Promise<Broker> => {
  if (config.REDIS_URL === undefined) {
    throw new Error(
      'REDIS_URL is not set. Without Redis, everything runs in one process: npm start -- --embedded',
    );
  }
  return openRedisBroker({
    url: config.REDIS_URL,
    prefix: config.REDIS_KEY_PREFIX,
    observer: {
      invalidJob: (address) => {
        metrics.invalidPayload();
        logger.warn({ ...address }, 'a job could not be read');
      },
      problem: (err) => logger.warn({ err }, 'broker trouble'),
    },
    warn: (reason) => logger.warn({ reason }, 'Redis is not set up well'),
    onRoundTrip: redis.roundTrip,
  });
};
