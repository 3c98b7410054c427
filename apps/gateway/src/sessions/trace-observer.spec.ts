import { beforeEach, describe, expect, it } from '@jest/globals';

import type { SpanPlace, Tracer } from '@chorale/observability';
import type { ContextEffect, SentenceOrder, UtteranceConfig } from '@chorale/speech';
import { workerId } from '@chorale/speech';

import { clientTraceparent, TraceObserver } from './trace-observer.js';

interface Recorded {
  readonly name: string;
  readonly place: SpanPlace;
  readonly notes: string[];
  failed: string | null;
  endedAt: number | null;
}

/** A tracer that keeps its spans; each is named by its number in `traceparent`. */
class FakeTracer implements Tracer {
  readonly spans: Recorded[] = [];

  span(name: string, place: SpanPlace) {
    const recorded: Recorded = { name, place, notes: [], failed: null, endedAt: null };
    const number = this.spans.push(recorded);
    return {
      traceparent: `span-${number}`,
      note: (note: string) => void recorded.notes.push(note),
      label: () => undefined,
      fail: (code: string) => void (recorded.failed = code),
      end: (at: number) => void (recorded.endedAt ??= at),
    };
  }

  close = () => Promise.resolve();
}

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const WORKER = workerId('w');
const address = (seq: number, attempt = 0) => ({ route: 7, seq, attempt });

const enqueue = (seq: number, attempt = 0): ContextEffect => ({
  kind: 'enqueue',
  order: {
    address: address(seq, attempt),
    text: 'A secret.',
    config: {} as UtteranceConfig, // nothing of it goes into a trace
    fromSample: 0,
  } as SentenceOrder, // of which only these are read
});

let tracer: FakeTracer;
let observer: TraceObserver;

beforeEach(() => {
  tracer = new FakeTracer();
  observer = new TraceObserver(tracer, PARENT);
  observer.onEffect({ kind: 'openRoute', route: 7 }, 1);
});

describe(TraceObserver.name, () => {
  it('records an utterance within the client’s trace, and its sentences within the utterance', () => {
    observer.onEffect(enqueue(0), 2);
    expect(tracer.spans.map(({ name, place }) => [name, place.parent])).toEqual([
      ['utterance', PARENT],
      ['sentence', 'span-1'],
    ]);
    expect(observer.traceparentOf(address(0))).toBe('span-2');
  });

  it('notes when a sentence started, was heard of, and ended', () => {
    observer.onEffect(enqueue(0), 2);
    observer.onEvent({ kind: 'started', address: address(0), worker: WORKER, fingerprint: '' }, 3);
    const samples = new Uint8Array(2);
    for (const at of [4, 5])
      observer.onEvent({ kind: 'chunkArrived', address: address(0), sampleOffset: 0, samples }, at);
    observer.onEvent({ kind: 'sentenceEnded', address: address(0), totalSamples: 1 }, 6);
    expect(tracer.spans[1]).toMatchObject({ notes: ['started', 'first audio'], endedAt: 6 });
  });

  it('begins another span for another attempt, and believes the old one no more', () => {
    observer.onEffect(enqueue(0), 2);
    observer.onEffect(enqueue(0, 1), 3);
    const failure = { code: 'x', message: '', retryable: false };
    observer.onEvent({ kind: 'sentenceFailed', address: address(0), failure }, 4);
    expect(tracer.spans[1]).toMatchObject({ endedAt: 3, failed: null });
    expect(tracer.spans[2]).toMatchObject({ endedAt: null, failed: null });
    observer.onEvent({ kind: 'sentenceFailed', address: address(0, 1), failure }, 5);
    expect(tracer.spans[2]).toMatchObject({ endedAt: 5, failed: 'x' });
  });

  it('notes the first frame of the utterance that is being spoken', () => {
    observer.onEffect({ kind: 'openRoute', route: 8 }, 2);
    for (const at of [3, 4])
      observer.onEffect({ kind: 'sendAudio', samples: new Uint8Array(2) }, at);
    expect(tracer.spans.map(({ notes }) => notes)).toEqual([['first frame'], []]);
    observer.onEffect({ kind: 'releaseRoute', route: 7 }, 5);
    observer.onEffect({ kind: 'sendAudio', samples: new Uint8Array(2) }, 6);
    expect(tracer.spans.map(({ endedAt }) => endedAt)).toEqual([5, null]);
    expect(tracer.spans[1]?.notes).toEqual(['first frame']);
  });

  it('leaves no span open when the client is gone', () => {
    observer.onEffect(enqueue(0), 2);
    observer.onClosed(9);
    expect(tracer.spans.map(({ endedAt }) => endedAt)).toEqual([9, 9]);
  });

  it('never holds the words', () => {
    observer.onEffect(enqueue(0), 2);
    expect(JSON.stringify(tracer.spans)).not.toContain('secret');
  });
});

describe(clientTraceparent.name, () => {
  it('takes what is well formed and nothing else', () => {
    expect(clientTraceparent({ traceparent: PARENT })).toBe(PARENT);
    expect(clientTraceparent({ traceparent: 'x' })).toBeNull();
    expect(clientTraceparent({})).toBeNull();
  });
});
