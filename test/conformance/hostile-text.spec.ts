import { describe, expect, it } from '@jest/globals';
import type { FakeScript, Received } from '@chorale/testing';
import { eventually, linesOf, messagesOf } from '@chorale/testing';

import { useBusyGateway } from './neighbour.js';
import { config, DONE, errorLine, OMNI, streamed, text } from './wire.js';

/** Little audio, however long the text. */
const briefly: FakeScript = () => ({ chunks: [Uint8Array.of(1, 1)] });

const PATIENCE = { timeoutMs: 20_000 };

describe('hostile text', () => {
  const { gateway, neighbour } = useBusyGateway(briefly);

  const textsSpoken = (received: readonly Received[]) =>
    messagesOf(received)
      .filter(({ type }) => type === 'audio.start')
      .map((message) => message['sentence_text']);

  it('of a mebi of full stops is one sentence', async () => {
    const client = await gateway().talk(streamed());
    for (let piece = 0; piece < 16; piece += 1) client.send(text('.'.repeat(65_536)));
    client.send(DONE);
    const received = await client.until('session.done', PATIENCE);
    expect(textsSpoken(received)).toEqual(['.'.repeat(1_048_576)]);
  });

  it('of more than a mebi without an end closes the socket', async () => {
    const client = await gateway().talk(streamed());
    for (let piece = 0; piece < 17; piece += 1) client.send(text('-'.repeat(65_536)));
    expect(linesOf(await client.toEnd(PATIENCE))).toEqual([
      errorLine('text_buffer_full: more than 1048576 characters are waiting to be spoken'),
      '[closed 1008]',
    ]);
  });

  it('of ten thousand sentences in one message is spoken to its end, and more after it', async () => {
    const sentences = Array.from({ length: 10_000 }, (_, at) => `Number ${at}.`);
    const client = await gateway().talk(streamed(), text(`${sentences.join(' ')} `));
    client.send(text(sentences.slice(0, 500).join(' ')), DONE);
    const received = await client.until('session.done', { timeoutMs: 120_000 });
    expect(textsSpoken(received)).toEqual([...sentences, ...sentences.slice(0, 500)]);
  }, 120_000);

  it.each([
    ['a lone high surrogate', '\ud83d'],
    ['a lone low surrogate', '\ude00 there'],
    ['surrogates the wrong way round', '\ude00\ud83d'],
    ['zero-width characters', '\u200b\u200d\u2060\ufeff'],
    ['control characters', 'a\u0000b\u0007\u001b[31m'],
    ['what turns writing around', '\u202e\u2066abc'],
    ['a thousand accents on one letter', `a${'\u0301'.repeat(1000)}`],
    ['a private and an unassigned character', '\ue000\u0378\u{10ffff}'],
  ])('of %s comes back as it was sent', async (_, words) => {
    const client = await gateway().talk(streamed(), text(words), DONE);
    const [opening, ...rest] = linesOf(await client.until('session.done'));
    expect(opening).toContain(JSON.stringify(words));
    expect(rest).toEqual(['[2 bytes]', OMNI.done([0, 0], 2), OMNI.sessionDone(0, 1)]);
  });

  it('cut inside a character is put together again', async () => {
    const client = await gateway().talk(streamed(), text('Hi \ud83d'), text('\ude00 there'), DONE);
    expect(textsSpoken(await client.until('session.done'))).toEqual(['Hi \u{1f600} there']);
  });

  it.each([
    ['lists in lists', `{"type":"session.config","a":${'['.repeat(2_000_000)}`],
    ['objects in objects', '{"a":'.repeat(20_000)],
    ['closed lists in lists', `${'['.repeat(60_000)}${']'.repeat(60_000)}`],
    ['a number of 100 000 digits', `{"type":"input.text","text":${'9'.repeat(100_000)}}`],
  ])('of %s is answered in no time', async (_, frame) => {
    const client = await gateway().talk(streamed());
    for (let round = 0; round < 10; round += 1) client.sendRaw(frame);
    client.send(DONE);
    const received = await client.until('session.done');
    expect(received).toHaveLength(11);
    for (const line of linesOf(received).slice(0, -1)) expect(line).toMatch(/^{"type":"error"/);
  });

  it('that would change how objects behave changes nothing', async () => {
    const client = await gateway().connect();
    client.sendRaw(
      '{"type":"session.config","__proto__":{"chorale":1},"constructor":{},"stream_audio":true,"response_format":"pcm"}',
    );
    client.sendRaw('{"__proto__":{"type":"input.text","text":"Hi"}}');
    client.send(DONE);
    expect(linesOf(await client.until('session.done'))).toEqual([
      errorLine('Unknown message type: None'),
      OMNI.sessionDone(0, 0),
    ]);
  });

  it('that is garbage, a thousand times over, is answered a thousand times', async () => {
    const client = await gateway().talk(config());
    for (let round = 0; round < 1000; round += 1) client.sendRaw(`${round}: \u0000{"type":`);
    client.send(DONE);
    const received = await client.until('session.done', PATIENCE);
    expect(received).toHaveLength(1001);
    expect(linesOf(received)[999]).toBe(errorLine('Invalid JSON message'));
  });

  it('in a hundred binary frames is answered once', async () => {
    const client = await gateway().talk(config());
    for (let round = 0; round < 100; round += 1) client.sendRaw(new Uint8Array(1000));
    expect(linesOf(await client.toEnd())).toEqual([
      errorLine("Internal error: 'text'"),
      '[closed 1008]',
    ]);
  });

  it('does not keep the neighbour from speaking', async () => {
    const before = neighbour().utterances;
    const client = await gateway().talk(streamed());
    for (let piece = 0; piece < 8; piece += 1) client.send(text('!? '.repeat(20_000)));
    await eventually(() => neighbour().utterances > before + 3, PATIENCE);
    client.drop();
  });
});
