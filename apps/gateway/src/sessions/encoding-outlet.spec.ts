import { setImmediate } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';
import type { AudioFormat } from '@chorale/speech';

import { EncodingOutlet } from './encoding-outlet.js';
import { FakeEncoders } from './fake-encoders.fixture.js';
import type { OutgoingEffect } from './outlet.js';
import { SocketPressure } from './socket-pressure.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const bench = () => {
  const seen: string[] = [];
  const encoders = new FakeEncoders();
  const socket = {
    backlog: 0,
    send: (data: string | Uint8Array) =>
      void seen.push(typeof data === 'string' ? shortened(data) : new TextDecoder().decode(data)),
    close: (code: number) => void seen.push(`close ${code}`),
    forget: () => undefined,
  };
  const pressure = new SocketPressure({
    blocked: () => void seen.push('blocked'),
    drained: () => void seen.push('drained'),
  });
  const outlet = new EncodingOutlet({
    ...{ socket, encoders, pressure },
    ...{ profile: 'omni', waitingBytes: 10, onError: () => undefined },
  });
  const send = (...effects: readonly OutgoingEffect[]) => {
    for (const effect of effects) outlet.send(effect);
  };
  return { seen, encoders, outlet, send };
};

/** `audio.done` as its byte count and error, an error as its text, others as their type. */
const shortened = (json: string): string => {
  const said = JSON.parse(json) as Readonly<Record<string, unknown>>; // the outlet sends objects only
  const type = String(said['type']);
  if (type === 'error') return String(said['message']);
  if (type !== 'audio.done') return type;
  return `done ${String(said['total_bytes'])}${said['error'] === true ? ' failed' : ''}`;
};

const message = (type: string, fields: object = {}): OutgoingEffect => ({
  kind: 'sendMessage',
  message: { type, ...fields },
});
const audio = (text: string): OutgoingEffect => ({ kind: 'sendAudio', samples: bytesOf(text) });
const file = (format: AudioFormat, ...chunks: string[]): OutgoingEffect => ({
  ...{ kind: 'sendFile', format, sampleRate: 8000 },
  chunks: chunks.map(bytesOf),
});

const BEGIN: OutgoingEffect = { kind: 'sendStreamHeader', format: 'mp3', sampleRate: 8000 };
const START = message('audio.start');
const DONE = message('audio.done', {
  ...{ utterance_index: 2, sentence_index: 1, total_bytes: 999, error: false },
});
const END = message('session.done', { utterance_index: 2 });

describe('a streamed utterance', () => {
  it('is one stream, whose end comes ahead of the last audio.done and counts there', async () => {
    const { seen, send, encoders } = bench();
    send(START, BEGIN, audio('ab'), DONE);
    await setImmediate();
    send(START, audio('cde'), DONE, END);
    await setImmediate();
    expect(seen).toEqual([
      ...['audio.start', 'mp3<AB', 'done 6'],
      ...['audio.start', 'CDE', '>', 'done 4', 'session.done'],
    ]);
    expect(encoders.openStreams).toBe(0);
  });

  it('ends ahead of session.done if that comes later', async () => {
    const { seen, send } = bench();
    send(START, BEGIN, audio('ab'), DONE);
    await setImmediate();
    send(END);
    await setImmediate();
    expect(seen).toEqual(['audio.start', 'mp3<AB', 'done 6', '>', 'session.done']);
  });

  it('ends without its last bytes when it is cancelled', async () => {
    const { seen, send, encoders } = bench();
    send(START, BEGIN, audio('ab'), DONE, message('audio.cancelled'));
    send(message('session.done', { cancelled: true }));
    await setImmediate();
    expect(seen.slice(-3)).toEqual(['done 6', 'audio.cancelled', 'session.done']);
    expect(encoders.openStreams).toBe(0);
  });

  it('loses the sentence whose encoder fails, and begins a fresh stream for the next', async () => {
    const { seen, send, encoders } = bench();
    send(START, BEGIN, audio('ab'));
    await setImmediate();
    encoders.fails = true;
    send(audio('cd'), audio('ef'), DONE);
    await setImmediate();
    encoders.fails = false;
    send(START, audio('gh'), DONE);
    await setImmediate();
    expect(seen).toEqual([
      ...['audio.start', 'mp3<AB'],
      'Generation failed for utterance 2, sentence 1: its audio could not be encoded',
      ...['done 6 failed', 'audio.start', 'mp3<GH', 'done 6'],
    ]);
  });
});

describe('files', () => {
  it('are one frame each, and audio.done tells how long it was', async () => {
    const { seen, send, encoders } = bench();
    for (const words of ['ab', 'cde']) send(START, file('flac', words, '!'), DONE);
    await setImmediate();
    expect(seen).toEqual([
      ...['audio.start', 'flac<AB!>', 'done 9'],
      ...['audio.start', 'flac<CDE!>', 'done 10'],
    ]);
    expect(encoders.openStreams).toBe(0);
  });

  it('that cannot be encoded fail alone', async () => {
    const { seen, send, encoders } = bench();
    encoders.fails = true;
    send(START, file('aac', 'ab'), DONE);
    await setImmediate();
    expect(seen).toEqual([
      'audio.start',
      'Generation failed for utterance 2, sentence 1: its audio could not be encoded',
      'done 0 failed',
    ]);
  });
});

describe('the queue ahead of a socket', () => {
  it('is not used by what needs no encoder', () => {
    const { seen, send } = bench();
    send(START, audio('ab'), DONE);
    expect(seen).toEqual(['audio.start', 'ab', 'done 999']);
  });

  it('keeps the order of all that comes after a slow encoder', async () => {
    const { seen, send, outlet, encoders } = bench();
    encoders.hold();
    send(file('mp3', 'ab'), DONE, file('pcm', 'plain'), DONE);
    outlet.close(1000, 'bye');
    await setImmediate();
    expect(seen).toEqual([]);
    encoders.release();
    await setImmediate();
    expect(seen).toEqual(['mp3<AB>', 'done 7', 'plain', 'done 999', 'close 1000']);
  });

  it('asks for a pause while too much waits in it', async () => {
    const { seen, send, outlet, encoders } = bench();
    encoders.hold();
    send(file('mp3', 'abcdefghij'));
    expect(seen).toEqual(['blocked']);
    expect(outlet.backlog).toBe(10);
    encoders.release();
    await setImmediate();
    expect(seen).toEqual(['blocked', 'mp3<ABCDEFGHIJ>', 'drained']);
  });

  it('is dropped with its encoders when the socket is gone', async () => {
    const { seen, send, outlet, encoders } = bench();
    encoders.hold();
    send(BEGIN, audio('ab'), file('mp3', 'cd'));
    await setImmediate();
    outlet.forget();
    encoders.release();
    await setImmediate();
    outlet.send({ kind: 'sendAudio', samples: bytesOf('late') });
    expect(seen).toEqual([]);
    expect(encoders.openStreams).toBe(0);
  });
});
