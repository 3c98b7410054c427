import { collectDefaultMetrics, Registry } from 'prom-client';

/** Makes a registry of Prometheus metrics; with `process`, memory, CPU and event-loop figures of this process are in it. */
export const createMetricsRegistry = (
  options: { readonly process: boolean } = { process: false },
): Registry => {
  const registry = new Registry();
  if (options.process) collectDefaultMetrics({ register: registry });
  return registry;
};
