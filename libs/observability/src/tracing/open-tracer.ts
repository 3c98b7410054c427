import { NO_TRACER, type Tracer } from './tracer.js';

/** Where spans go, and whose they are. */
export interface TracerOptions {
  /** `gateway`, `worker` or `chorale` (both in one process). */
  readonly service: string;
  /** Tells processes of one service apart. */
  readonly instance: string;
  readonly version: string;
  /** Base URL of an OTLP/HTTP collector; undefined = nothing is recorded. */
  readonly endpoint: string | undefined;
  /** Share of the traces that begin here to be recorded, 0–1. */
  readonly sampled: number;
  /** The collector does not take what it is sent. */
  readonly onTrouble: (error: unknown) => void;
}

/** Opens a tracer; without a collector one that records nothing, and loads nothing. */
export const openTracer = async (options: TracerOptions): Promise<Tracer> => {
  const { endpoint } = options;
  if (endpoint === undefined) return NO_TRACER;
  const { createOtlpTracer } = await import('./otlp-tracer.js');
  return createOtlpTracer({ ...options, endpoint });
};
