import { eventually, FakeTraceCollector, SpeechClient, type CollectedSpan } from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { FakeCluster } from './fake-cluster.js';

jest.setTimeout(60_000);

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CLIENT_SPAN = 'b7ad6b7169203331';
const TEXT = 'Nobody else may know this. It stays between us.';

let collector: FakeTraceCollector;
let cluster: FakeCluster;

beforeAll(async () => {
  collector = await FakeTraceCollector.start();
  cluster = await FakeCluster.start(1, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  const { url } = cluster.gateway;
  await eventually(async () => (await fetch(`${url}/ready`)).ok || null, { timeoutMs: 15_000 });
});

afterAll(async () => {
  await cluster.stop();
  await collector.stop();
});

/** Says two sentences as part of the client's trace. */
const speak = async (): Promise<void> => {
  const traceparent = `00-${TRACE}-${CLIENT_SPAN}-01`;
  const client = await SpeechClient.connect(cluster.gateway.speechUrl, { traceparent });
  client.send({ type: 'session.config', response_format: 'pcm', stream_audio: true });
  client.send({ type: 'input.text', text: TEXT });
  client.send({ type: 'input.done' });
  await client.until('session.done');
  client.close();
};

const named = (name: string): readonly CollectedSpan[] =>
  collector.spans.filter((span) => span.name === name);

describe('the trace of an utterance', () => {
  it('goes from the client through gateway, queue, worker and inference to the last frame', async () => {
    await speak();
    await eventually(
      () => (named('synthesis').length === 2 ? (named('utterance')[0] ?? null) : null),
      {
        timeoutMs: 15_000,
      },
    );
    const [utterance] = named('utterance');
    const sentences = named('sentence');
    const syntheses = named('synthesis');
    const units = [...named('encode'), ...named('decode')];

    expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
    expect(utterance).toMatchObject({ parentSpanId: CLIENT_SPAN, service: 'chorale-gateway' });
    expect(utterance?.notes).toEqual(['first frame']);
    expect(sentences.map(({ parentSpanId }) => parentSpanId)).toEqual([
      utterance?.spanId,
      utterance?.spanId,
    ]);
    expect(sentences.map(({ notes }) => notes)).toEqual([
      ['started', 'first audio'],
      ['started', 'first audio'],
    ]);
    expect(new Set(syntheses.map(({ parentSpanId }) => parentSpanId))).toEqual(
      new Set(sentences.map(({ spanId }) => spanId)),
    );
    expect(syntheses.every(({ service }) => service === 'chorale-worker')).toBe(true);
    expect(units.length).toBeGreaterThanOrEqual(4);
    expect(new Set(units.map(({ parentSpanId }) => parentSpanId))).toEqual(
      new Set(syntheses.map(({ spanId }) => spanId)),
    );
  });

  it('tells the order of things, and takes no longer than the utterance', () => {
    const [utterance] = named('utterance');
    for (const { startNs, endNs } of named('sentence')) {
      expect(startNs).toBeGreaterThanOrEqual(utterance?.startNs ?? 0n);
      expect(endNs).toBeLessThanOrEqual(utterance?.endNs ?? 0n);
      expect(endNs).toBeGreaterThan(startNs);
    }
  });

  it('holds none of the words', () => {
    expect(collector.raw).toContain('chorale.characters');
    expect(collector.raw).not.toMatch(/Nobody|between/);
  });

  it('is that of an HTTP request too', async () => {
    const trace = TRACE.replace('0af', '1af');
    const response = await fetch(`${cluster.gateway.url}/v1/audio/speech`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        traceparent: `00-${trace}-${CLIENT_SPAN}-01`,
      },
      body: JSON.stringify({ input: TEXT }),
    });
    expect(response.status).toBe(200);
    await response.arrayBuffer();
    const spans = (name: string) => named(name).filter(({ traceId }) => traceId === trace);
    await eventually(() => spans('synthesis').length === 2 && spans('utterance').length === 1, {
      timeoutMs: 15_000,
    });
    expect(spans('utterance')).toMatchObject([{ parentSpanId: CLIENT_SPAN }]);
  });
});
