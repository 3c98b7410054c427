import { z } from 'zod';

const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** Where traces go. */
export const traceEnv = z.object({
  /** Base URL of an OpenTelemetry collector that takes OTLP over HTTP, e.g. http://localhost:4318; unset = no traces. They never hold words to be spoken. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine(isWebAddress, 'must be an http or https URL')
    .optional(),
  /** Share of the traces that begin here to be recorded, 0 to 1; a client that sends a traceparent decides itself. */
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .transform(Number)
    .refine((share) => share >= 0 && share <= 1, 'must be a number from 0 to 1')
    .prefault('1'),
});
