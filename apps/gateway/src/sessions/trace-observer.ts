import type { IncomingHttpHeaders } from 'node:http';

import type { SpanLabels, Tracer, TraceSpan } from '@chorale/observability';
import type { ContextEffect, ContextEvent, SentenceAddress, SentenceOrder } from '@chorale/speech';

import { type ContextObserver, endsRoute } from './context-observer.js';

/** The W3C `traceparent` that a client sent, if it is well formed. */
export const clientTraceparent = ({ traceparent }: IncomingHttpHeaders): string | null => {
  const trace = Array.isArray(traceparent) ? traceparent[0] : traceparent;
  return trace !== undefined && /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(trace)
    ? trace
    : null;
};

interface SentenceTrace {
  readonly attempt: number;
  readonly span: TraceSpan;
  heard: boolean;
}

interface UtteranceTrace {
  readonly span: TraceSpan;
  readonly sentences: Map<number, SentenceTrace>;
  sent: boolean;
}

/** What is known of a sentence that goes into a trace: never its words. */
const labelsOf = ({ address, text, fromSample }: SentenceOrder): SpanLabels => ({
  'chorale.sentence': address.seq,
  'chorale.attempt': address.attempt,
  'chorale.characters': text.length,
  'chorale.from_sample': fromSample,
});

/**
 * Records each utterance of a context as a span, and in it one for each time that one of its
 * sentences was queued. They go on from the client's own trace.
 */
export class TraceObserver implements ContextObserver {
  /** By route, in the order in which they are spoken. */
  readonly #utterances = new Map<number, UtteranceTrace>();

  constructor(
    private readonly tracer: Tracer,
    private readonly parent: string | null,
  ) {}

  /** The `traceparent` for the worker that takes this attempt. */
  traceparentOf({ route, seq }: SentenceAddress): string | null {
    return this.#sentence(route, seq)?.span.traceparent ?? this.parent;
  }

  onEvent(event: ContextEvent, now: number): void {
    if (!('address' in event)) return;
    const { route, seq, attempt } = event.address;
    const sentence = this.#sentence(route, seq);
    if (sentence?.attempt !== attempt) return; // of an attempt that was given up
    note(sentence, event, now);
    if (ENDS.has(event.kind)) sentence.span.end(now);
  }

  onEffect(effect: ContextEffect, now: number): void {
    if (effect.kind === 'openRoute') this.#open(effect.route, now);
    if (effect.kind === 'enqueue') this.#enqueue(effect.order, now);
    if (CARRIES_AUDIO.has(effect.kind)) this.#noteFirstFrame(now);
    if (effect.kind === 'abortRoute') this.#utterances.get(effect.route)?.span.note('aborted', now);
    if (endsRoute(effect)) this.#end(effect.route, now);
  }

  onClosed(now: number): void {
    for (const route of [...this.#utterances.keys()]) this.#end(route, now);
  }

  #sentence(route: number, seq: number): SentenceTrace | undefined {
    return this.#utterances.get(route)?.sentences.get(seq);
  }

  #open(route: number, at: number): void {
    const place = { parent: this.parent, at, isEntry: true };
    const span = this.tracer.span('utterance', place);
    this.#utterances.set(route, { span, sentences: new Map(), sent: false });
  }

  #enqueue(order: SentenceOrder, at: number): void {
    const { route, seq, attempt } = order.address;
    const utterance = this.#utterances.get(route);
    if (utterance === undefined) return;
    utterance.sentences.get(seq)?.span.end(at);
    const place = { parent: utterance.span.traceparent, at, labels: labelsOf(order) };
    const span = this.tracer.span('sentence', place);
    utterance.sentences.set(seq, { attempt, span, heard: false });
  }

  /** Audio goes out in order: what is sent belongs to the utterance that was opened first. */
  #noteFirstFrame(at: number): void {
    const [utterance] = this.#utterances.values();
    if (utterance === undefined || utterance.sent) return;
    utterance.sent = true;
    utterance.span.note('first frame', at);
  }

  #end(route: number, at: number): void {
    const utterance = this.#utterances.get(route);
    if (utterance === undefined) return;
    this.#utterances.delete(route);
    for (const { span } of utterance.sentences.values()) span.end(at);
    utterance.span.end(at);
  }
}

const note = (sentence: SentenceTrace, event: ContextEvent, at: number): void => {
  const { span } = sentence;
  if (event.kind === 'started') span.label({ 'chorale.worker': event.worker });
  if (event.kind === 'started') span.note('started', at);
  if (event.kind === 'sentenceFailed') span.fail(event.failure.code);
  if (event.kind !== 'chunkArrived' || sentence.heard) return;
  sentence.heard = true;
  span.note('first audio', at);
};

const CARRIES_AUDIO: ReadonlySet<ContextEffect['kind']> = new Set<ContextEffect['kind']>([
  'sendAudio',
  'sendFile',
  'sendTimedAudio',
]);

const ENDS: ReadonlySet<ContextEvent['kind']> = new Set<ContextEvent['kind']>([
  'sentenceEnded',
  'sentenceFailed',
  'yielded',
]);
