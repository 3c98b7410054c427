export type { GatewayMetrics } from './gateway-metrics.js';
export { createGatewayMetrics } from './gateway-metrics.js';
export type { Logger, LoggerOptions, LogLevel } from './logger.js';
export { createLogger } from './logger.js';
export { createMetricsRegistry } from './metrics-registry.js';
export type { FrameworkLogger } from './nest-logger.js';
export { nestLogger } from './nest-logger.js';
export type { JobOutcome, WorkerMetrics } from './worker-metrics.js';
export { createWorkerMetrics } from './worker-metrics.js';
