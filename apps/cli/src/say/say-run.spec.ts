import { afterEach, describe, expect, it } from '@jest/globals';

import type { SpeechScript } from '@chorale/testing';
import { eventually, FakeSpeechService } from '@chorale/testing';

import type { AudioSink } from './audio-sink.js';
import { sayRun } from './say-run.js';
import type { SayTask } from './say-run.js';
import { speechFormat } from './speech-format.js';
import { piecesOf } from './text-pieces.js';

const TENTH_OF_A_SECOND = new Uint8Array(1_600);

/** Speaks 0.1 s at 8 kHz for each message of text. */
const speaks: SpeechScript = ({ type }, reply) => {
  if (type === 'input.text') {
    reply.json({ type: 'audio.start', sentence_index: 0, sample_rate: 8000 });
    reply.audio(TENTH_OF_A_SECOND);
    reply.json({ type: 'audio.done', sentence_index: 0, total_bytes: 1_600, error: false });
  }
  if (type === 'input.done') reply.json({ type: 'session.done', total_sentences: 1 });
};

class FakeSink implements AudioSink {
  bytes = 0;
  rate = 0;
  end: 'none' | 'finished' | 'cancelled' = 'none';
  hold: Promise<void> = Promise.resolve();
  write(bytes: Uint8Array): Promise<void> {
    this.bytes += bytes.length;
    return Promise.resolve();
  }
  async finish(): Promise<string> {
    await this.hold;
    if (this.end === 'none') this.end = 'finished';
    return 'Stored.';
  }
  cancel(): Promise<void> {
    this.end = 'cancelled';
    return Promise.resolve();
  }
}

let service: FakeSpeechService | null = null;

afterEach(async () => {
  await service?.close();
  service = null;
});

const fromText = async function* (text: string): AsyncIterable<string> {
  yield* await Promise.resolve(piecesOf(text));
};

const never = async function* (): AsyncIterable<string> {
  await new Promise(() => undefined);
  yield '';
};

const run = async (
  script: SpeechScript,
  changes: Partial<SayTask> = {},
  apiKey: string | null = null,
) => {
  service = await FakeSpeechService.start(script);
  const sink = new FakeSink();
  const lines: string[] = [];
  const problems: string[] = [];
  const result = sayRun({
    request: { url: new URL(service.url), apiKey, config: { voice: 'joe' } },
    format: speechFormat('wav'),
    pieces: fromText('Hello.'),
    openSink: (rate) => {
      sink.rate = rate;
      return Promise.resolve(sink);
    },
    signal: new AbortController().signal,
    now: () => performance.now(),
    onProblem: (message) => problems.push(message),
    onLine: (line) => lines.push(line),
    ...changes,
  });
  return { result, sink, lines, problems, service };
};

describe(sayRun.name, () => {
  it('configures the session, sends the text and stores the audio at the rate of the service', async () => {
    const { result, sink, lines, service: heardBy } = await run(speaks);
    expect(await result).toBe(true);
    expect(heardBy.heard).toEqual([
      { type: 'session.config', voice: 'joe' },
      { type: 'input.text', text: 'Hello.' },
      { type: 'input.done' },
    ]);
    expect(sink).toMatchObject({ rate: 8000, bytes: 1_600, end: 'finished' });
    expect(lines[0]).toMatch(/^First audio after \d+ ms/);
    expect(lines[1]).toMatch(/^0\.10 s of audio in/);
    expect(lines.slice(2)).toEqual(['No underruns.', 'Stored.']);
  });

  it('closes the connection when all is spoken', async () => {
    const { result, service: left } = await run(speaks);
    await result;
    await eventually(() => left.connections === 0);
  });

  it('shows the key', async () => {
    const { result, service: asked } = await run(speaks, {}, 'secret');
    await result;
    expect(asked.upgrades[0]?.headers.authorization).toBe('Bearer secret');
  });

  it('passes on what the service cannot do, and does not call that a success', async () => {
    const { result, problems, lines } = await run(({ type }, reply) => {
      if (type !== 'input.done') return;
      reply.json({ type: 'error', message: 'Generation failed for sentence 0: no' });
      reply.json({ type: 'session.done', total_sentences: 1 });
    });
    expect(await result).toBe(false);
    expect(problems).toEqual(['Generation failed for sentence 0: no']);
    expect(lines).toEqual(['No audio came.']);
  });

  it('says when the service goes away early, and keeps what has come', async () => {
    const { result, sink } = await run((message, reply) => {
      speaks(message, reply);
      if (message['type'] === 'input.text') reply.close(1011, 'trouble');
    });
    await expect(result).rejects.toThrow('The service closed the connection (1011: trouble).');
    expect(sink).toMatchObject({ bytes: 1_600, end: 'cancelled' });
  });

  it('says what to do when nobody listens', async () => {
    const { result, service: gone } = await run(speaks);
    await result;
    await gone.close();
    const again = run(speaks, {
      request: { url: new URL(gone.url), apiKey: null, config: {} },
    });
    await expect((await again).result).rejects.toThrow(
      /No service answers .*ECONNREFUSED.*npm start/,
    );
  });

  it('stops when told to while text is still awaited', async () => {
    const stop = new AbortController();
    const { result, service: left } = await run(speaks, { pieces: never(), signal: stop.signal });
    await eventually(() => left.heard.length === 1);
    stop.abort(new RangeError('enough'));
    await expect(result).rejects.toThrow('enough');
    await eventually(() => left.connections === 0);
  });

  it('stops when told to while the audio is still being played', async () => {
    const stop = new AbortController();
    const sink = new FakeSink();
    let release = (): void => undefined;
    sink.hold = new Promise((resolve) => (release = resolve));
    const lines: string[] = [];
    const { result } = await run(speaks, {
      signal: stop.signal,
      openSink: () => Promise.resolve(sink),
      onLine: (line) => lines.push(line),
    });
    await eventually(() => lines.length === 3);
    stop.abort(new RangeError('enough'));
    await eventually(() => sink.end === 'cancelled');
    release();
    await expect(result).rejects.toThrow('enough');
  });
});
