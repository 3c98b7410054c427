import { createMetricsRegistry, createGatewayMetrics } from '@chorale/observability';
import type { ContextEffect, SentenceOrder, UtteranceConfig } from '@chorale/speech';
import { workerId } from '@chorale/speech';
import { beforeEach, describe, expect, it } from '@jest/globals';

import type { ContextObserver } from '../sessions/context-observer.js';

import { ListenerWatch } from './listener-watch.js';
import { MetricsObserver } from './metrics-observer.js';

/** Of which only this is read. */
const STREAMED = { streamAudio: true, format: 'pcm', sampleRate: 24_000 } as UtteranceConfig;

/** Bytes of so many seconds of 24 kHz PCM16. */
const audio = (seconds: number): ContextEffect => ({
  kind: 'sendAudio',
  samples: new Uint8Array(seconds * 48_000),
});

const address = (attempt: number, seq = 0) => ({ route: 7, seq, attempt });

const enqueue = (attempt: number, seq = 0, config = STREAMED): ContextEffect => ({
  kind: 'enqueue',
  order: { address: address(attempt, seq), config, fromSample: 0 } as SentenceOrder, // as above
});

const ended = (seq: number) =>
  ({ kind: 'sentenceEnded', address: address(1, seq), totalSamples: 0 }) as const;

let registry: ReturnType<typeof createMetricsRegistry>;
let observer: Required<Pick<ContextObserver, 'onEvent' | 'onEffect'>>;

beforeEach(() => {
  registry = createMetricsRegistry();
  const listener = new ListenerWatch();
  const metrics = new MetricsObserver(createGatewayMetrics(registry, 'tts-1').listener, listener);
  const both: readonly ContextObserver[] = [listener, metrics];
  observer = {
    onEvent: (event, now) => both.forEach((each) => each.onEvent?.(event, now)),
    onEffect: (effect, now) => both.forEach((each) => each.onEffect?.(effect, now)),
  };
  observer.onEffect({ kind: 'openRoute', route: 7 }, 1_000);
});

const figure = async (name: string): Promise<number> =>
  Number(new RegExp(`^${name} (.*)$`, 'm').exec(await registry.metrics())?.[1]);

describe(MetricsObserver.name, () => {
  it('measures how long a sentence waits for a worker, and its listener for the first audio', async () => {
    observer.onEffect(enqueue(1), 1_000);
    const worker = workerId('w');
    observer.onEvent({ kind: 'started', address: address(1), worker, fingerprint: '' }, 1_040);
    observer.onEffect(audio(0.5), 1_100);
    expect(await figure('chorale_queue_wait_seconds_sum')).toBeCloseTo(0.04);
    expect(await figure('chorale_first_audio_seconds_sum')).toBeCloseTo(0.1);
  });

  it('measures what is in hand when more comes, and what was missing', async () => {
    observer.onEffect(enqueue(1), 1_000);
    observer.onEffect(audio(0.5), 1_100);
    observer.onEffect(audio(0.5), 1_400); // 0.2 s were left
    observer.onEffect(audio(0.5), 2_350); // 0.25 s too late
    expect(await figure('chorale_slack_at_send_seconds_sum')).toBeCloseTo(0.2);
    expect(await figure('chorale_underruns_total')).toBe(1);
    expect(await figure('chorale_underrun_seconds_total')).toBeCloseTo(0.25);
    expect(await figure('chorale_first_audio_seconds_count')).toBe(1);
  });

  it('counts attempts beyond the first', async () => {
    observer.onEffect(enqueue(1), 1_000);
    observer.onEffect(enqueue(2), 2_000);
    expect(await figure('chorale_sentence_retries_total')).toBe(1);
  });

  it('blames nobody for a text that came after its listener had heard everything', async () => {
    observer.onEffect(enqueue(1), 1_000);
    observer.onEvent(ended(0), 1_050);
    observer.onEffect(audio(0.5), 1_050);
    observer.onEffect(enqueue(1, 1), 3_000);
    observer.onEffect(audio(0.5), 3_080);
    expect(await figure('chorale_underruns_total')).toBe(0);
  });

  it('counts a gap while a sentence is still to be made, whatever text comes meanwhile', async () => {
    observer.onEffect(enqueue(1), 1_000);
    observer.onEffect(audio(0.5), 1_050);
    observer.onEffect(enqueue(1, 1), 3_000);
    observer.onEffect(audio(0.5), 3_080);
    expect(await figure('chorale_underruns_total')).toBe(1);
  });

  it.each([
    ['sent when it is complete', { ...STREAMED, streamAudio: false }],
    ['only kept', { ...STREAMED, priority: 'batch' as const }],
  ])('sees no listener where a file is %s', async (_what, config) => {
    observer.onEffect(enqueue(1, 0, config), 1_000);
    observer.onEffect(audio(0.5), 5_000);
    observer.onEffect(audio(0.5), 9_000);
    expect(await figure('chorale_first_audio_seconds_count')).toBe(0);
    expect(await figure('chorale_underruns_total')).toBe(0);
  });
});
