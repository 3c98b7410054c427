import type { SpanContext } from '@opentelemetry/api';

const FORM = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;

/** Reads a W3C `traceparent` (version 00); null when it is none. */
export const readTraceparent = (text: string): SpanContext | null => {
  const [, traceId = '', spanId = '', flags = ''] = FORM.exec(text) ?? [];
  if (/^0*$/.test(traceId) || /^0*$/.test(spanId)) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
};

/** Writes a `traceparent` that names a span as parent. */
export const writeTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
