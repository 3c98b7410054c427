import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

import type { SpanPlace, Tracer, TracerOptions, TraceSpan } from './tracer.js';
import { readTraceparent, writeTraceparent } from './traceparent.js';

/** How long stopping waits for a collector, ms. */
const FLUSH_MS = 2_000;

// Spans beyond it are dropped: a collector that is away must not fill the memory.
const QUEUE = { maxQueueSize: 2048, maxExportBatchSize: 256, scheduledDelayMillis: 1000 };

/** Records spans and sends them to an OTLP/HTTP collector, in batches. */
export const createOtlpTracer = (
  options: TracerOptions & { readonly endpoint: string },
): Tracer => {
  const exporter = new OTLPTraceExporter({
    url: new URL('v1/traces', withSlash(options.endpoint)).href,
    timeoutMillis: FLUSH_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': `chorale-${options.service}`,
      'service.instance.id': options.instance,
      'service.version': options.version,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(options.sampled) }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: reporting(exporter, options.onTrouble), ...QUEUE }),
    ],
  });
  const tracer = provider.getTracer('chorale');
  return {
    span: (name, place) =>
      new RecordedSpan(
        tracer.startSpan(
          name,
          {
            startTime: place.at,
            kind: place.isEntry === true ? SpanKind.SERVER : SpanKind.INTERNAL,
            ...(place.labels && { attributes: place.labels }),
          },
          contextOf(place),
        ),
      ),
    close: () => provider.shutdown().catch(options.onTrouble),
  };
};

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

const contextOf = ({ parent }: SpanPlace): Context => {
  const spanContext = parent === null ? null : readTraceparent(parent);
  return spanContext === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, spanContext);
};

/** Tells what the exporter's own diagnostics would hide. */
const reporting = (exporter: SpanExporter, onTrouble: (error: unknown) => void): SpanExporter => ({
  export: (spans: ReadableSpan[], done) =>
    exporter.export(spans, (result) => {
      if (result.error) onTrouble(result.error);
      done(result);
    }),
  shutdown: () => exporter.shutdown(),
  forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
});

class RecordedSpan implements TraceSpan {
  readonly traceparent: string;

  constructor(private readonly span: Span) {
    this.traceparent = writeTraceparent(span.spanContext());
  }

  note(name: string, at: number): void {
    this.span.addEvent(name, at);
  }

  label(labels: Parameters<TraceSpan['label']>[0]): void {
    this.span.setAttributes(labels);
  }

  fail(code: string): void {
    this.span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  }

  end(at: number): void {
    if (this.span.isRecording()) this.span.end(at);
  }
}
