import { beforeEach, describe, expect, it } from '@jest/globals';

import type { ServerMessage } from './server-message.js';
import { SpeechSession } from './speech-session.js';
import type { SessionEffect } from './speech-session.js';

const SETTINGS = { voice: '', speed: 1, format: 'pcm' } as const;

const start = (utterance: number | null = 0): ServerMessage => ({
  type: 'audio.start',
  utterance,
  sentence: 0,
  text: 'Hello there.',
  rate: 24_000,
});

let session: SpeechSession;

beforeEach(() => {
  session = new SpeechSession();
});

const hear = (message: ServerMessage) => session.handle({ kind: 'message', message });

const connect = (): readonly SessionEffect[] => {
  session.handle({ kind: 'begin', settings: SETTINGS });
  return session.handle({ kind: 'opened' });
};

/** Connects and says something whole. */
const speak = (): void => {
  connect();
  session.handle({ kind: 'text', text: 'Hello there.' });
  session.handle({ kind: 'finish' });
};

const kinds = (effects: readonly SessionEffect[]) => effects.map(({ kind }) => kind);

const sent = (effects: readonly SessionEffect[]) =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message] : []));

describe(SpeechSession.name, () => {
  it('asks for streamed audio with the times of words', () => {
    expect(sent(connect())).toEqual([
      {
        type: 'session.config',
        chorale: 1,
        response_format: 'pcm',
        stream_audio: true,
        split_granularity: 'sentence',
        word_timestamps: 'stream',
      },
    ]);
  });

  it('keeps text until the connection is there, and says when the first of it was sent', () => {
    expect(kinds(session.handle({ kind: 'begin', settings: SETTINGS }))).toEqual(['open']);
    expect(session.handle({ kind: 'text', text: 'One ' })).toEqual([]);
    expect(session.handle({ kind: 'text', text: 'two.' })).toEqual([]);
    expect(session.handle({ kind: 'finish' })).toEqual([]);
    const effects = session.handle({ kind: 'opened' });
    expect(kinds(effects)).toEqual(['send', 'send', 'textSent', 'send', 'send']);
    expect(sent(effects).at(-1)).toEqual({ type: 'input.done' });
  });

  it('takes text piece by piece, and none behind the end', () => {
    connect();
    expect(sent(session.handle({ kind: 'text', text: 'One ' }))).toHaveLength(1);
    expect(sent(session.handle({ kind: 'text', text: 'two.' }))).toHaveLength(1);
    expect(sent(session.handle({ kind: 'finish' }))).toHaveLength(1);
    expect(session.handle({ kind: 'text', text: 'three' })).toEqual([]);
    expect(session.handle({ kind: 'finish' })).toEqual([]);
  });

  it('passes on what comes, in order, until the end', () => {
    speak();
    expect(kinds(hear(start()))).toEqual(['sentence']);
    expect(kinds(session.handle({ kind: 'audio', frame: new ArrayBuffer(2) }))).toEqual(['audio']);
    expect(hear({ type: 'audio.done', sentence: 0, failed: false })).toEqual([
      { kind: 'sentenceEnded', sentence: 0, failed: false, discard: false },
    ]);
    expect(kinds(hear({ type: 'session.done' }))).toEqual(['ended']);
    expect(session.phase).toBe('idle');
  });

  it('tells a sentence whose audio is to be dropped', () => {
    speak();
    hear(start());
    hear({ type: 'error', message: 'Generation failed', discard: true });
    expect(hear({ type: 'audio.done', sentence: 0, failed: true })).toEqual([
      { kind: 'sentenceEnded', sentence: 0, failed: true, discard: true },
    ]);
  });

  it('says the next thing on the same connection', () => {
    speak();
    hear({ type: 'session.done' });
    expect(kinds(session.handle({ kind: 'begin', settings: SETTINGS }))).toEqual(['send']);
  });

  it('hangs up when the next thing begins before the last has ended', () => {
    speak();
    expect(kinds(session.handle({ kind: 'begin', settings: SETTINGS }))).toEqual([
      'hangUp',
      'open',
    ]);
  });
});

describe('an interruption', () => {
  it('tells the service what was played, and learns which text was heard', () => {
    speak();
    hear(start(3));
    expect(sent(session.handle({ kind: 'interrupt', playedMs: 640.4 }))).toEqual([
      { type: 'input.cancel', utterance_index: 3, played_ms: 640 },
    ]);
    expect(session.handle({ kind: 'audio', frame: new ArrayBuffer(2) })).toEqual([]);
    expect(hear({ type: 'audio.done', sentence: 0, failed: false })).toEqual([]);
    expect(hear({ type: 'audio.cancelled', spoken: 'Hello', remaining: 'there.' })).toEqual([]);
    expect(hear({ type: 'session.done' })).toMatchObject([
      { kind: 'interrupted', heard: { spoken: 'Hello', remaining: 'there.' } },
    ]);
  });

  it('works when all had come and only the listener was behind', () => {
    speak();
    hear(start());
    hear({ type: 'session.done' });
    session.handle({ kind: 'interrupt', playedMs: 10 });
    expect(hear({ type: 'audio.cancelled', spoken: '', remaining: 'Hello there.' })).toMatchObject([
      { kind: 'interrupted', heard: { spoken: '', remaining: 'Hello there.' } },
    ]);
  });

  it('is made by hanging up where the service cannot be told', () => {
    speak();
    hear(start(null));
    expect(session.handle({ kind: 'interrupt', playedMs: 10 })).toEqual([
      { kind: 'hangUp' },
      { kind: 'interrupted', heard: null },
    ]);
  });

  it.each([
    ['refuses', () => hear({ type: 'error', message: 'Unknown message type', discard: false })],
    ['does not answer', () => session.handle({ kind: 'patienceEnded' })],
  ])('ends when the service %s', (_what, happen) => {
    speak();
    hear(start());
    session.handle({ kind: 'interrupt', playedMs: 10 });
    expect(kinds(happen())).toEqual(['hangUp', 'interrupted']);
    expect(session.phase).toBe('idle');
  });

  it('before anything was heard ends the connection that was being made', () => {
    session.handle({ kind: 'begin', settings: SETTINGS });
    expect(kinds(session.handle({ kind: 'interrupt', playedMs: 0 }))).toEqual([
      'hangUp',
      'interrupted',
    ]);
  });
});

describe('a connection that ends', () => {
  it('is no news while nobody uses it', () => {
    speak();
    hear({ type: 'session.done' });
    expect(session.handle({ kind: 'closed', code: 1008 })).toEqual([]);
    expect(kinds(session.handle({ kind: 'begin', settings: SETTINGS }))).toEqual(['open']);
  });

  it('is told apart from one that never was', () => {
    session.handle({ kind: 'begin', settings: SETTINGS });
    expect(session.handle({ kind: 'closed', code: 1006 })).toEqual([
      { kind: 'lost', code: 1006, reached: false },
    ]);
    speak();
    expect(session.handle({ kind: 'closed', code: 1013 })).toEqual([
      { kind: 'lost', code: 1013, reached: true },
    ]);
  });
});
