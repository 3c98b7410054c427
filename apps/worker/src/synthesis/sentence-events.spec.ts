import { setImmediate as nextTurn } from 'node:timers/promises';

import { workerId } from '@chorale/speech';
import { aSynthesisJob, FakeChunkSink, FakeClock } from '@chorale/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';

import { GatewayLinks } from './gateway-links.js';
import { LostEventError, SentenceEvents } from './sentence-events.js';

const WORKER = workerId('worker-1');
const NOTHING = { sampleOffset: 0, samples: new Uint8Array(0) };

let sink: FakeChunkSink;
let events: SentenceEvents;

beforeEach(() => {
  sink = new FakeChunkSink();
  const onGone = (): void => undefined;
  const watch = { watch: () => () => undefined };
  const links = new GatewayLinks({ worker: WORKER, sink, clock: new FakeClock(), onGone, watch });
  events = new SentenceEvents(aSynthesisJob({ route: 7, seq: 3, attempt: 2 }), links);
});

describe(SentenceEvents.name, () => {
  it('addresses every event and numbers the audio', async () => {
    await events.started(WORKER, 'f00d');
    await events.audio({ sampleOffset: 0, samples: Uint8Array.of(1, 2) });
    await events.audio({ sampleOffset: 1, samples: Uint8Array.of(3, 4) });
    await events.ended(2);
    const address = { route: 7, seq: 3, attempt: 2 };
    expect(sink.sent.map(({ event }) => event)).toMatchObject([
      { kind: 'started', fingerprint: 'f00d', ...address },
      { kind: 'audio', chunkIndex: 0, sampleOffset: 0, ...address },
      { kind: 'audio', chunkIndex: 1, sampleOffset: 1, ...address },
      { kind: 'ended', totalSamples: 2, ...address },
    ]);
  });

  it('waits while eight events are under way', async () => {
    sink.held = true;
    for (let i = 0; i < 8; i++) await events.audio(NOTHING);
    const ninth = events.audio(NOTHING);
    await nextTurn();
    expect(sink.sent).toHaveLength(8);
    sink.answerAll();
    await ninth;
    expect(sink.sent).toHaveLength(9);
  });

  it('flushes once everything has arrived', async () => {
    sink.held = true;
    await events.audio(NOTHING);
    let flushed = false;
    const flushing = events.flush().then(() => (flushed = true));
    await nextTurn();
    expect(flushed).toBe(false);
    sink.answerAll();
    await flushing;
  });

  it('rejects the call after an event was lost', async () => {
    sink.answer = () => new Error('no broker');
    await events.audio(NOTHING);
    await nextTurn();
    await expect(events.audio(NOTHING)).rejects.toThrow(LostEventError);
  });

  it('still tries to report a failure after an event was lost', async () => {
    sink.answer = ({ kind }) => (kind === 'audio' ? new Error('no memory') : 'sent');
    await events.audio(NOTHING);
    await expect(events.flush()).rejects.toThrow(LostEventError);
    await events.failed({ code: 'x', message: 'y', retryable: true });
    await expect(events.flush()).resolves.toBeUndefined();
    expect(sink.kinds).toEqual(['audio', 'failed']);
  });
});
