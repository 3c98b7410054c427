import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ContextEvent } from '@chorale/speech';
import { workerId } from '@chorale/speech';
import { FakeClock } from '@chorale/testing';

import { ChunkRouter } from './chunk-router.js';

const WORKER = workerId('w');
const SILENCE_MS = 800;

describe(ChunkRouter.name, () => {
  let clock: FakeClock;
  let invalid: number;
  let orphans: [number, string][];
  let late: [number, string][];
  let router: ChunkRouter;
  let heard: ContextEvent[];

  beforeEach(() => {
    clock = new FakeClock();
    invalid = 0;
    heard = [];
    orphans = [];
    late = [];
    router = new ChunkRouter(clock, {
      silenceMs: SILENCE_MS,
      onInvalid: () => (invalid += 1),
      onOrphan: (...orphan) => orphans.push(orphan),
      onLate: (...audio) => late.push(audio),
    });
    router.open(7, (event) => heard.push(event));
  });

  const start = () =>
    router.event({
      kind: 'started',
      route: 7,
      seq: 0,
      attempt: 1,
      worker: WORKER,
      fingerprint: 'f',
    });

  /** Reads that come back empty, as often as a live reader has them. */
  const quietFor = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 200) {
      await clock.advance(200);
      router.caughtUp();
    }
  };

  it('leads an event to the listener of its route alone', () => {
    const other: ContextEvent[] = [];
    router.open(8, (event) => other.push(event));
    router.event({ kind: 'ended', route: 8, seq: 2, attempt: 1, totalSamples: 5 });
    expect(heard).toEqual([]);
    expect(other).toEqual([
      { kind: 'sentenceEnded', address: { route: 8, seq: 2, attempt: 1 }, totalSamples: 5 },
    ]);
  });

  it('drops what comes for a released route, and says so of whoever begins to work for it', () => {
    router.release(7);
    start();
    router.event({ kind: 'ended', route: 7, seq: 0, attempt: 1, totalSamples: 5 });
    expect(heard).toEqual([]);
    expect(orphans).toEqual([[7, 'superseded']]);
  });

  it('accounts for audio that still comes for a route that was given up, and for no other', () => {
    const audio = { kind: 'audio', seq: 0, attempt: 1, chunkIndex: 0, sampleOffset: 0 } as const;
    router.abandon(7, { reason: 'cancelled', bytesPerSecond: 48_000 });
    router.event({ ...audio, route: 7, samples: new Uint8Array(24_000) });
    router.event({ ...audio, route: 8, samples: new Uint8Array(24_000) });
    start();
    expect(late).toEqual([[0.5, 'cancelled']]);
    expect(orphans).toContainEqual([7, 'cancelled']);
    expect(heard).toEqual([]);
  });

  it('tells a worker again that goes on although its route was given up, once a second', async () => {
    const samples = new Uint8Array(480);
    router.abandon(7, { reason: 'client_gone', bytesPerSecond: 48_000 });
    for (let spoken = 0; spoken < 2_500; spoken += 100) {
      router.event({
        ...{ kind: 'audio', route: 7, seq: 0, attempt: 1, chunkIndex: 0, sampleOffset: 0 },
        samples,
      });
      await clock.advance(100);
    }
    expect(orphans).toEqual([
      [7, 'client_gone'],
      [7, 'client_gone'],
    ]);
  });

  it('never hands out a route that is open', () => {
    const routes = Array.from({ length: 10 }, () => router.allocateRoute());
    expect(routes).not.toContain(7);
    expect(new Set(routes).size).toBe(10);
  });

  it('reports a worker that fell silent, once', async () => {
    start();
    await quietFor(2_000);
    expect(heard.filter((event) => event.kind === 'workerLost')).toEqual([
      { kind: 'workerLost', worker: WORKER },
    ]);
  });

  it('trusts a worker that keeps saying that it lives', async () => {
    start();
    for (let i = 0; i < 10; i += 1) {
      await quietFor(400);
      router.event({ kind: 'alive', worker: WORKER });
    }
    expect(heard.map((event) => event.kind)).toEqual(['started']);
  });

  it('accuses nobody after it was frozen itself', async () => {
    start();
    await clock.advance(60_000);
    router.caughtUp();
    expect(heard.map((event) => event.kind)).toEqual(['started']);
    await quietFor(1_200);
    expect(heard.map((event) => event.kind)).toEqual(['started', 'workerLost']);
  });

  it('judges silence only when everything was read', async () => {
    start();
    await clock.advance(900);
    router.event({ kind: 'alive', worker: WORKER });
    router.caughtUp();
    expect(heard.map((event) => event.kind)).toEqual(['started']);
  });

  it('turns an unreadable entry into a failed try of its sentence, and counts it', () => {
    router.invalid({ route: 7, seq: 3, attempt: 2 });
    router.invalid(null);
    expect(invalid).toBe(2);
    expect(heard).toMatchObject([
      {
        kind: 'sentenceFailed',
        address: { route: 7, seq: 3, attempt: 2 },
        failure: { retryable: true },
      },
    ]);
  });

  it('tells every route when the stream was lost', () => {
    router.lost();
    expect(heard).toEqual([{ kind: 'streamLost' }]);
  });

  it('says when all has been heard that was sent before it was asked', async () => {
    const called: string[] = [];
    router.onceHeard('7/0', () => called.push('first'));
    await quietFor(200);
    router.onceHeard('7/0', () => called.push('second'));
    await quietFor(200);
    expect(called).toEqual([]);
    await quietFor(400);
    expect(called).toEqual(['second']);
  });

  it('says nothing of what was sent on a stream that vanished', async () => {
    const called: string[] = [];
    router.onceHeard('7/0', () => called.push('first'));
    router.lost();
    await quietFor(1_000);
    expect(called).toEqual([]);
  });
});
