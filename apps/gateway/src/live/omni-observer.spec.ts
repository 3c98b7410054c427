import type { RequestAudio } from '@chorale/observability';
import type { ContextEffect, ContextEvent, SentenceOrder, UtteranceConfig } from '@chorale/speech';
import { workerId } from '@chorale/speech';
import { beforeEach, describe, expect, it } from '@jest/globals';

import { OmniObserver } from './omni-observer.js';

/** Of which only this is read. */
const STREAMED = { streamAudio: true, format: 'pcm', sampleRate: 24_000 } as UtteranceConfig;
const FILE: UtteranceConfig = { ...STREAMED, streamAudio: false };

let firstPackets: number[];
let finished: RequestAudio[];
let underruns: number[];
let skips: number;
let observer: OmniObserver;

beforeEach(() => {
  [firstPackets, finished, underruns, skips] = [[], [], [], 0];
  observer = new OmniObserver({
    firstPacket: (seconds) => void firstPackets.push(seconds),
    finished: (audio) => void finished.push(audio),
    underrun: (worst) => void underruns.push(worst),
    skipped: () => void (skips += 1),
  });
});

const addressOf = (route: number, seq: number) => ({ route, seq, attempt: 1 });

const ordered = (route: number, seq: number, at: number, config = STREAMED): void =>
  observer.onEffect(
    {
      kind: 'enqueue',
      order: { address: addressOf(route, seq), config, fromSample: 0 } as SentenceOrder, // as above
    },
    at,
  );

const opened = (route: number, at: number, config = STREAMED): void => {
  observer.onEffect({ kind: 'openRoute', route }, at);
  ordered(route, 0, at, config);
};

const started = (route: number, seq: number, at: number): void => {
  const address = addressOf(route, seq);
  observer.onEvent({ kind: 'started', address, worker: workerId('w'), fingerprint: '' }, at);
};

const made = (route: number, seq: number, at: number, kind = 'sentenceEnded' as const): void =>
  observer.onEvent({ kind, address: addressOf(route, seq), totalSamples: 0 }, at);

const yielded: ContextEvent = { kind: 'yielded', address: addressOf(1, 0), nextSample: 24_000 };

const sent = (seconds: number, at: number, width = 2): void =>
  observer.onEffect({ kind: 'sendAudio', samples: new Uint8Array(seconds * 24_000 * width) }, at);

const released = (route: number): void => observer.onEffect({ kind: 'releaseRoute', route }, 9_000);

const ABORT: ContextEffect = {
  ...{ kind: 'abortRoute', route: 1, waiting: [] },
  ...{ reason: 'client_gone', bytesPerSecond: 48_000 },
};

const FAILURE: ContextEffect = { kind: 'sendMessage', message: { type: 'error', message: 'no' } };

describe(OmniObserver.name, () => {
  it('accounts for an utterance once all of it was sent', () => {
    opened(1, 1_000);
    started(1, 0, 1_010);
    sent(1, 1_080);
    observer.onEvent(yielded, 1_110);
    started(1, 0, 1_600);
    sent(1, 1_700);
    made(1, 0, 1_800);
    expect(finished).toEqual([]);
    released(1);
    expect(firstPackets).toEqual([0.08]);
    expect(finished).toEqual([{ samples: 48_000, seconds: 2, makingSeconds: 0.3 }]);
    expect(underruns).toEqual([0]);
    expect(skips).toBe(0);
  });

  it('tells by how much its player was ahead at its worst', () => {
    opened(1, 0);
    sent(0.5, 100);
    sent(0.5, 750);
    sent(0.5, 900);
    released(1);
    expect(underruns).toEqual([0.15]);
  });

  it('leaves out the time in which there was no text', () => {
    opened(1, 0);
    sent(0.5, 100);
    made(1, 0, 110);
    ordered(1, 1, 5_000);
    sent(0.5, 5_080);
    released(1);
    expect(underruns).toEqual([0]);
  });

  it('waits for no first packet of a file, and hears no gap in it', () => {
    opened(1, 0, FILE);
    sent(1, 4_000);
    sent(1, 9_000);
    released(1);
    expect([firstPackets, underruns]).toEqual([[], []]);
    expect(finished).toMatchObject([{ seconds: 2 }]);
  });

  it('keeps utterances apart that are made at once', () => {
    opened(1, 0);
    opened(2, 10, { ...STREAMED, format: 'mulaw' });
    sent(1, 100);
    released(1);
    sent(1, 200, 1);
    released(2);
    expect(firstPackets).toEqual([0.1, 0.19]);
    expect(finished).toMatchObject([{ samples: 24_000 }, { samples: 24_000, seconds: 1 }]);
  });

  it('says that an utterance ended well without a sound, and not that a failed one did', () => {
    opened(1, 0);
    released(1);
    expect(skips).toBe(1);
    opened(2, 0);
    observer.onEffect(FAILURE, 10);
    released(2);
    expect(skips).toBe(1);
  });

  it('does not count what was given up', () => {
    opened(1, 0);
    sent(1, 100);
    observer.onEffect(ABORT, 200);
    opened(2, 300);
    observer.onClosed();
    expect([finished, underruns, skips]).toEqual([[], [], 0]);
  });
});
