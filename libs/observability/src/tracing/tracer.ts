/** What a span may be labelled with. Never the words to be spoken. */
export type SpanLabels = Readonly<Record<string, string | number | boolean>>;

/** A piece of work with a beginning and an end, as part of a trace. Times are ms since 1970. */
export interface TraceSpan {
  /** Names this span as the parent of others, in other processes too (W3C Trace Context); null when nothing is recorded. */
  readonly traceparent: string | null;
  /** Notes that something happened. */
  note(name: string, at: number): void;
  label(labels: SpanLabels): void;
  /** The work failed; `code` is one of the error catalogue. */
  fail(code: string): void;
  /** Ends it; later calls do nothing. */
  end(at: number): void;
}

/** Where a span belongs. */
export interface SpanPlace {
  /** A `traceparent`; null begins a trace of its own. */
  readonly parent: string | null;
  /** Ms since 1970. */
  readonly at: number;
  /** True for the first span of a trace in this process. */
  readonly isEntry?: boolean;
  readonly labels?: SpanLabels;
}

/** Makes spans. Recording is sampled at the beginning of a trace: a client's decision is kept. */
export interface Tracer {
  span(name: string, place: SpanPlace): TraceSpan;
  /** Sends what was recorded, for a few seconds at most; never rejects. */
  close(): Promise<void>;
}

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

/** A span of which nothing is recorded; what it belongs to is passed on all the same. */
const unrecorded = (traceparent: string | null): TraceSpan => ({
  traceparent,
  note: () => undefined,
  label: () => undefined,
  fail: () => undefined,
  end: () => undefined,
});

/** Records nothing, and hands a client's `traceparent` on as it came. */
export const NO_TRACER: Tracer = {
  span: (_, { parent }) => unrecorded(parent),
  close: () => Promise.resolve(),
};
