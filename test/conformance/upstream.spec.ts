import { describe, expect, it } from '@jest/globals';
import { audioOf, eventually, FOR_EVER, linesOf } from '@chorale/testing';

import { useGateway } from './gateway-under-test.js';
import { config, DONE, errorLine, streamed, text, WIRES } from './wire.js';

const BOOM = { code: 'engine_failed', message: 'boom', retryable: false } as const;

describe.each(WIRES)('what both generations of upstream do, in the $profile profile', (wire) => {
  const gateway = useGateway(wire.env);

  const talk = (...messages: readonly unknown[]) => gateway().talk(...messages);

  it('row 1: a sentence that is not streamed is one whole file', async () => {
    const client = await talk(config(), text('Hello world. '), DONE);
    const received = await client.until('session.done');
    expect(linesOf(received)).toEqual([
      wire.start([0, 0], 'Hello world.'),
      '[5804 bytes]',
      wire.done([0, 0], 5804),
      wire.sessionDone(0, 1),
    ]);
    expect(Buffer.from(audioOf(received)).toString('latin1', 0, 4)).toBe('RIFF');
    expect(gateway().speaker.jobs).toHaveLength(1);
  });

  it('row 2: streamed chunks are forwarded as they are, one frame each', async () => {
    const chunks = [Uint8Array.of(1, 2), Uint8Array.of(3, 4, 5, 6), Uint8Array.of(7, 8)];
    gateway().speaker.say(() => ({ chunks }));
    const client = await talk(streamed({ initial_codec_chunk_frames: 12 }), text('Hello.'), DONE);
    const received = await client.until('session.done');
    expect(linesOf(received)).toEqual([
      wire.streamStart([0, 0], 'Hello.'),
      ...['[2 bytes]', '[4 bytes]', '[2 bytes]'],
      wire.done([0, 0], 8),
      wire.sessionDone(0, 1),
    ]);
    expect([...audioOf(received)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('row 3: input.done speaks what has no punctuation', async () => {
    const client = await talk(config(), text('Hello world'), DONE);
    expect(linesOf(await client.until('session.done'))[0]).toBe(wire.start([0, 0], 'Hello world'));
  });

  it('row 4: streaming needs pcm', async () => {
    const client = await talk(config({ stream_audio: true, response_format: 'wav' }));
    expect(await client.message()).toEqual({
      type: 'error',
      message: expect.stringContaining(
        "WebSocket streaming audio (stream_audio=true) requires response_format='pcm'. Got response_format='wav'.",
      ),
    });
    expect((await client.closed()).code).toBe(1008);
  });

  it('row 5: an empty text makes no audio', async () => {
    const client = await talk(config(), text(''), DONE);
    expect(linesOf(await client.until('session.done'))).toEqual([wire.sessionDone(0, 0)]);
    expect(gateway().speaker.jobs).toEqual([]);
  });

  it('row 7: an unknown message leaves the session open', async () => {
    const client = await talk(config(), { type: 'unknown' }, text('Hi there'), DONE);
    expect(linesOf(await client.until('session.done'))).toEqual([
      errorLine('Unknown message type: unknown'),
      wire.start([0, 0], 'Hi there'),
      '[3884 bytes]',
      wire.done([0, 0], 3884),
      wire.sessionDone(0, 1),
    ]);
  });

  it('row 9: a sentence that fails has its start and its done', async () => {
    gateway().speaker.say(() => ({ chunks: [], failure: BOOM }));
    const client = await talk(config(), text('Hello.'), DONE);
    expect(linesOf(await client.until('session.done'))).toEqual([
      wire.start([0, 0], 'Hello.'),
      wire.failed([0, 0], 'boom'),
      wire.done([0, 0], 0, 'failed'),
      wire.sessionDone(0, 1),
    ]);
  });

  it('row 10: a sentence that fails while it is streamed keeps what was sent of it', async () => {
    gateway().speaker.say(() => ({ chunks: [Uint8Array.of(1, 2)], failure: BOOM }));
    const client = await talk(streamed(), text('Hello.'), DONE);
    const failed = wire.failed([0, 0], 'boom');
    const discard = failed.replace('}', ',"partial_audio":true,"action":"discard"}');
    expect(linesOf(await client.until('session.done'))).toEqual([
      wire.streamStart([0, 0], 'Hello.'),
      '[2 bytes]',
      wire.profile === 'omni' ? discard : failed,
      wire.done([0, 0], 2, 'failed'),
      wire.sessionDone(0, 1),
    ]);
  });

  it('row 11: a text that is no string is refused, and the session goes on', async () => {
    const client = await talk(config(), { type: 'input.text', text: 123 }, DONE);
    expect(linesOf(await client.until('session.done'))).toEqual([
      errorLine('input.text requires a string value'),
      wire.sessionDone(0, 0),
    ]);
  });

  it('row 12: a text that is too long is refused, and the session goes on', async () => {
    const client = await talk(config(), text('x'.repeat(131_073)), DONE);
    expect(linesOf(await client.until('session.done'))).toEqual([
      errorLine('input.text message too large'),
      wire.sessionDone(0, 0),
    ]);
  });

  it('row 13: a config that is too long ends the session', async () => {
    const client = await talk(config({ instructions: 'x'.repeat(4_194_304) }));
    const tooLong = {
      omni: 'WebSocket message too large',
      seed: 'session.config message too large',
    };
    expect(linesOf(await client.toEnd())).toEqual([
      errorLine(tooLong[wire.profile]),
      '[closed 1008]',
    ]);
  });

  it('row 14: a client that leaves stops what was being made for it', async () => {
    const { speaker } = gateway();
    speaker.say(() => ({ chunks: [Uint8Array.of(1, 2)], until: FOR_EVER }));
    const client = await talk(streamed(), text('Hello.'), DONE);
    await client.next();
    client.drop();
    await eventually(() => speaker.aborted.length > 0);
    expect(speaker.aborted).toEqual(speaker.jobs);
  });
});
