import { NO_TRACER, type Tracer, type TracerOptions } from './tracer.js';

/** Opens a tracer; without a collector one that records nothing, and loads nothing. */
export const openTracer = async (options: TracerOptions): Promise<Tracer> => {
  const { endpoint } = options;
  if (endpoint === undefined) return NO_TRACER;
  const { createOtlpTracer } = await import('./otlp-tracer.js');
  return createOtlpTracer({ ...options, endpoint });
};
