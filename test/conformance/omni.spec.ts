import { describe, expect, it } from '@jest/globals';
import type { WordTiming } from '@chorale/speech';
import { audioOf, eventually, linesOf, messagesOf } from '@chorale/testing';

import { useGateway } from './gateway-under-test.js';
import { CLOSE, config, DONE, errorLine, OMNI, streamed, text } from './wire.js';

const { start, streamStart, done, sessionDone } = OMNI;

const TWO_SENTENCES =
  'The first sentence of a long text is spoken early. The second one follows without a gap.';

describe('the omni profile with upstream defaults', () => {
  const gateway = useGateway(OMNI.env);

  const talk = (...messages: readonly unknown[]) => gateway().talk(...messages);

  const textsMade = () => gateway().speaker.jobs.map((job) => job.text);

  it('row 15: sentences of one utterance are spoken as one', async () => {
    const client = await talk(config(), text('Hello world. '), text('How are you?'), DONE);
    await client.until('session.done');
    expect(textsMade()).toEqual(['Hello world. How are you?']);
  });

  it('row 16: input.done leaves the connection open and the config in force', async () => {
    const client = await talk(config({ response_format: 'pcm' }), text('One.'), DONE);
    const first = linesOf(await client.until('session.done'));
    client.send(text('Two.'), DONE);
    const second = linesOf(await client.until('session.done'));
    expect(first).toEqual([
      start([0, 0], 'One.', 'pcm'),
      '[1920 bytes]',
      done([0, 0], 1920),
      sessionDone(0, 1),
    ]);
    expect(second).toEqual([
      start([1, 0], 'Two.', 'pcm'),
      '[1920 bytes]',
      done([1, 0], 1920),
      sessionDone(1, 1),
    ]);
  });

  it('row 17: sentences are numbered within their utterance', async () => {
    const client = await talk(streamed({ split_granularity: 'sentence' }));
    client.send(text('One. Two. Three.'), DONE, text('Four. Five.'), DONE);
    const messages = messagesOf([
      ...(await client.until('session.done')),
      ...(await client.until('session.done')),
    ]);
    const places = messages
      .filter(({ type }) => type === 'audio.start')
      .map((message) => [message['utterance_index'], message['sentence_index']]);
    expect(places).toEqual([
      ...[0, 1, 2].map((sentence) => [0, sentence]),
      ...[0, 1].map((sentence) => [1, sentence]),
    ]);
  });

  it('row 18: a config between utterances replaces the one before', async () => {
    const client = await talk(config({ voice: 'fake' }), text('One.'), DONE);
    client.send(config({ voice: 'fake-de' }), text('Zwei.'), DONE);
    await client.until('session.done');
    await client.until('session.done');
    expect(gateway().speaker.jobs.map((job) => job.voice)).toEqual(['fake', 'fake-de']);
  });

  it('row 19: a config inside an utterance is refused; text and voice stay', async () => {
    const client = await talk(config({ voice: 'fake' }), text('Hello '));
    client.send(config({ voice: 'fake-de' }), text('world.'), DONE);
    const [refusal, opening] = linesOf(await client.until('session.done'));
    expect(refusal).toBe(
      errorLine(
        'session.config cannot be applied while an utterance is in progress; send input.done first',
      ),
    );
    expect(opening).toBe(start([0, 0], 'Hello world.'));
    expect(gateway().speaker.jobs.map((job) => job.voice)).toEqual(['fake']);
  });

  it('row 20: session.close ends the connection', async () => {
    const client = await talk(config(), text('Hello.'), DONE, CLOSE);
    expect(linesOf(await client.toEnd()).slice(-2)).toEqual([sessionDone(0, 1), '[closed 1000]']);
  });

  it('row 25: sentence granularity makes one job of each sentence', async () => {
    const client = await talk(config({ split_granularity: 'sentence' }), text('One. Two.'), DONE);
    expect(linesOf(await client.until('session.done')).at(-1)).toBe(sessionDone(0, 2));
    expect(textsMade()).toEqual(['One.', 'Two.']);
  });

  it('row 26: sentence granularity speaks before input.done', async () => {
    const client = await talk(streamed({ split_granularity: 'sentence' }), text('One. Tw'));
    expect(linesOf(await client.until('audio.done'))).toEqual([
      streamStart([0, 0], 'One.'),
      '[1920 bytes]',
      done([0, 0], 1920),
    ]);
    client.send(text('o.'), DONE);
    expect(linesOf(await client.until('session.done'))[0]).toBe(streamStart([0, 1], 'Two.'));
  });

  it('row 27: a danda ends a sentence', async () => {
    await talk(config({ split_granularity: 'sentence' }), text('नमस्ते। कैसे हो?'));
    await eventually(() => gateway().speaker.jobs.length > 0);
    expect(textsMade()).toEqual(['नमस्ते।']);
  });

  it('row 28: the seed decides the noise of the sentence, to its last bit', async () => {
    const seedOf = async (fields: string) => {
      const client = await gateway().connect();
      client.sendRaw(`{"type":"session.config"${fields}}`);
      client.send(text('Hello.'), DONE);
      await client.until('session.done');
      return gateway().speaker.jobs.at(-1)?.sentenceSeed;
    };
    const without = await seedOf('');
    const seed42 = await seedOf(',"seed":42');
    expect(await seedOf(',"seed":42')).toBe(seed42);
    expect(seed42).not.toBe(without);
    expect(await seedOf(',"seed":9223372036854775807')).not.toBe(
      await seedOf(',"seed":9223372036854775806'),
    );
  });

  it('row 31: a long text is one unit', async () => {
    const client = await talk(streamed(), text(TWO_SENTENCES), DONE);
    const received = await client.until('session.done');
    const bytes = TWO_SENTENCES.length * 480;
    expect(linesOf(received)).toEqual([
      streamStart([0, 0], TWO_SENTENCES),
      `[${bytes} bytes]`,
      done([0, 0], bytes),
      sessionDone(0, 1),
    ]);
  });

  it('row 32: two utterances on one connection have a session.done each', async () => {
    const client = await talk(streamed(), text('First.'), DONE);
    const first = linesOf(await client.until('session.done')).at(-1);
    client.send(text('Second.'), DONE);
    const second = linesOf(await client.until('session.done')).at(-1);
    expect([first, second]).toEqual([
      '{"type":"session.done","utterance_index":0,"total_sentences":1}',
      '{"type":"session.done","utterance_index":1,"total_sentences":1}',
    ]);
  });

  it('speaks the documented conversation of two utterances to the byte', async () => {
    const client = await talk(streamed({ split_granularity: 'sentence' }));
    client.send(text('Hello world. How are'));
    const begun = linesOf(await client.until('audio.done'));
    client.send(text(' you?'), DONE);
    const ended = linesOf(await client.until('session.done'));
    client.send(text('Again.'), DONE);
    const again = linesOf(await client.until('session.done'));
    client.send(CLOSE);
    const closing = linesOf(await client.toEnd());
    expect([...begun, ...ended, ...again, ...closing]).toEqual([
      '{"type":"audio.start","utterance_index":0,"sentence_index":0,"sentence_text":"Hello world.","format":"pcm","sample_rate":24000,"channels":1}',
      '[5760 bytes]',
      '{"type":"audio.done","utterance_index":0,"sentence_index":0,"total_bytes":5760,"error":false}',
      '{"type":"audio.start","utterance_index":0,"sentence_index":1,"sentence_text":"How are you?","format":"pcm","sample_rate":24000,"channels":1}',
      '[5760 bytes]',
      '{"type":"audio.done","utterance_index":0,"sentence_index":1,"total_bytes":5760,"error":false}',
      '{"type":"session.done","utterance_index":0,"total_sentences":2}',
      '{"type":"audio.start","utterance_index":1,"sentence_index":0,"sentence_text":"Again.","format":"pcm","sample_rate":24000,"channels":1}',
      '[2880 bytes]',
      '{"type":"audio.done","utterance_index":1,"sentence_index":0,"total_bytes":2880,"error":false}',
      '{"type":"session.done","utterance_index":1,"total_sentences":1}',
      '[closed 1000]',
    ]);
  });

  describe('word times', () => {
    const WORDS: readonly WordTiming[] = [
      { word: 'Hello', startSample: 960, endSample: 12_000, charStart: 0, charEnd: 5 },
      { word: 'there.', startSample: 12_000, endSample: 23_040, charStart: 6, charEnd: 12 },
    ];
    const HALF_SECOND = 24_000; // bytes

    const say = async () => {
      const chunks = [1, 2].map((fill) => new Uint8Array(HALF_SECOND).fill(fill));
      gateway().speaker.say(() => ({ chunks, words: WORDS }));
      const client = await talk(streamed({ word_timestamps: true }), text('Hello there.'), DONE);
      return client.until('session.done');
    };

    it('row 23: audio comes in JSON frames with its place in the sentence', async () => {
      const audio = [1, 2].map((fill) => Buffer.alloc(HALF_SECOND, fill).toString('base64'));
      const chunk = (id: number, from: number, to: number, rest: string) =>
        `{"type":"audio.chunk","utterance_index":0,"sentence_index":0,"chunk_id":${id},"chunk_start_ms":${from},"chunk_end_ms":${to},"sample_rate":24000,"channels":1,${rest}}`;
      expect(linesOf(await say())).toEqual([
        '{"type":"audio.start","utterance_index":0,"sentence_index":0,"sentence_text":"Hello there.","format":"pcm","word_timestamps":true,"sample_rate":24000,"channels":1}',
        chunk(0, 0, 500, `"audio_b64":"${audio[0] ?? ''}","timestamps":null`),
        chunk(1, 500, 1000, `"audio_b64":"${audio[1] ?? ''}","timestamps":null`),
        chunk(
          ...([2, 0, 1000] as const),
          '"audio_b64":"","timestamps":[{"word":"Hello","start_ms":40,"end_ms":500},{"word":"there.","start_ms":500,"end_ms":960}]',
        ),
        done([0, 0], 48_000),
        sessionDone(0, 1),
      ]);
    });

    it('row 24: words come as objects, in order, none ending before it starts', async () => {
      const received = await say();
      const trailer = messagesOf(received).findLast(({ type }) => type === 'audio.chunk');
      expect(trailer?.['timestamps']).toEqual([
        { word: 'Hello', start_ms: 40, end_ms: 500 },
        { word: 'there.', start_ms: 500, end_ms: 960 },
      ]);
      expect(audioOf(received)).toHaveLength(0);
    });
  });
});
