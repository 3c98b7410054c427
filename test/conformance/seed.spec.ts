import { describe, expect, it } from '@jest/globals';
import { eventually, linesOf, messagesOf } from '@chorale/testing';

import { useGateway } from './gateway-under-test.js';
import { CLOSE, config, DONE, errorLine, SEED, streamed, text } from './wire.js';

const { start, streamStart, done, sessionDone } = SEED;

describe('the seed profile', () => {
  const gateway = useGateway(SEED.env);

  const talk = (...messages: readonly unknown[]) => gateway().talk(...messages);

  it('row 6: sentences of one message are numbered through', async () => {
    const client = await talk(config(), text('Hello world. How are you? '), DONE);
    expect(linesOf(await client.until('session.done'))).toEqual([
      start([0, 0], 'Hello world.'),
      '[5804 bytes]',
      done([0, 0], 5804),
      start([0, 1], 'How are you?'),
      '[5804 bytes]',
      done([0, 1], 5804),
      sessionDone(0, 2),
    ]);
  });

  it('row 30: streamed audio of a long text adds up, sentence by sentence', async () => {
    const words = 'This is the first sentence of the text. And this is the second one.';
    const client = await talk(streamed(), text(words), DONE);
    const received = await client.until('session.done');
    const messages = messagesOf(received);
    const kinds = received.map((item) => (item.kind === 'json' ? item.message['type'] : item.kind));
    expect(kinds).toEqual([
      ...['audio.start', 'audio', 'audio.done', 'audio.start', 'audio', 'audio.done'],
      'session.done',
    ]);
    expect(messages.filter(({ type }) => type === 'audio.start')).toMatchObject([
      { sentence_index: 0, sample_rate: 24_000 },
      { sentence_index: 1, sample_rate: 24_000 },
    ]);
    const told = messages.flatMap((message) =>
      message['type'] === 'audio.done' ? [message['total_bytes']] : [],
    );
    const sizes = received.flatMap((item) => (item.kind === 'audio' ? [item.bytes.length] : []));
    expect(told).toEqual(sizes);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  });

  it('speaks the documented conversation to the byte, and closes with 1000', async () => {
    const chunks = [24_000, 24_000].map((bytes) => new Uint8Array(bytes));
    gateway().speaker.say(() => ({ chunks }));
    const client = await gateway().connect();
    client.sendRaw(
      '{"type":"session.config","voice":"Vivian","response_format":"pcm","stream_audio":true}',
    );
    client.sendRaw('{"type":"input.text","text":"Hello there"}');
    client.sendRaw('{"type":"input.done"}');
    expect(linesOf(await client.toEnd())).toEqual([
      '{"type":"audio.start","sentence_index":0,"sentence_text":"Hello there","format":"pcm","sample_rate":24000}',
      ...['[24000 bytes]', '[24000 bytes]'],
      '{"type":"audio.done","sentence_index":0,"total_bytes":48000,"error":false}',
      '{"type":"session.done","total_sentences":1}',
      '[closed 1000]',
    ]);
  });

  it('answers in the order in which it was asked', async () => {
    const client = await talk(config(), text('Hello. Bye. '), { type: 'bogus' }, DONE);
    expect(linesOf(await client.toEnd())).toEqual([
      start([0, 0], 'Hello.'),
      '[2924 bytes]',
      done([0, 0], 2924),
      start([0, 1], 'Bye.'),
      '[1964 bytes]',
      done([0, 1], 1964),
      errorLine('Unknown message type: bogus'),
      sessionDone(0, 2),
      '[closed 1000]',
    ]);
  });

  it('speaks a sentence before the text ends', async () => {
    await talk(streamed(), text('Hello world. How are'));
    await eventually(() => gateway().speaker.jobs.length > 0);
    expect(gateway().speaker.jobs.map((job) => job.text)).toEqual(['Hello world.']);
  });

  it('announces a streamed sentence when its turn comes, not when its audio does', async () => {
    gateway().speaker.eat({ urgent: 0, lookAhead: 0 });
    const client = await talk(streamed(), text('Hello world. How are'));
    await client.next();
    expect(linesOf(client.received)).toEqual([streamStart([0, 0], 'Hello world.')]);
  });

  it.each([
    ['a second config', config({ voice: 'fake-de' }), 'session.config'],
    ['session.close', CLOSE, 'session.close'],
    ['input.cancel', { type: 'input.cancel' }, 'input.cancel'],
  ])('does not know %s', async (_, message, type) => {
    const client = await talk(config(), message, text('Hi there'), DONE);
    expect(linesOf(await client.until('session.done')).slice(0, 2)).toEqual([
      errorLine(`Unknown message type: ${type}`),
      start([0, 0], 'Hi there'),
    ]);
    expect(gateway().speaker.jobs.map((job) => job.voice)).toEqual(['fake']);
  });

  it('ignores our extensions', async () => {
    const client = await talk(streamed({ chorale: 1, sample_rate: 8000 }), text('Hi there'), DONE);
    const [opening] = linesOf(await client.toEnd());
    expect(opening).toBe(streamStart([0, 0], 'Hi there'));
    expect(gateway().speaker.jobs.map((job) => job.outputRate)).toEqual([24_000]);
  });

  it.each(['mulaw', 'alaw'])('has no %s', async (format) => {
    const client = await talk(config({ chorale: 1, response_format: format }));
    const { message } = await client.message();
    expect(message).toMatch(/^Invalid session config: [^]*response_format[^]*literal_error/);
    expect((await client.closed()).code).toBe(1008);
  });

  it('ends a session whose text has no end', async () => {
    const client = await talk(config(), text('x'.repeat(60_000)), text('x'.repeat(40_001)), DONE);
    expect(linesOf(await client.toEnd())).toEqual([
      errorLine(
        'Internal error: Text buffer exceeded maximum size (100000 chars). Consider adding sentence-ending punctuation to your input.',
      ),
      '[closed 1008]',
    ]);
  });
});
