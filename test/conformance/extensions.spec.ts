import { describe, expect, it } from '@jest/globals';
import type { WordTiming } from '@chorale/speech';
import { audioOf, linesOf } from '@chorale/testing';

import { useGateway } from './gateway-under-test.js';
import { config, DONE, errorLine, extended, OMNI, streamed, text } from './wire.js';

const { start, streamStart, done, sessionDone } = OMNI;

const WORDS: readonly WordTiming[] = [
  { word: 'Hi', startSample: 240, endSample: 4_800, charStart: 0, charEnd: 2 },
  { word: 'you.', startSample: 4_800, endSample: 9_600, charStart: 3, charEnd: 7 },
];

describe('our extensions', () => {
  const gateway = useGateway({ SPEECH_DEFAULT_SPLIT: 'sentence' });

  const speak = async (fields: object, words = 'Hello.') => {
    const client = await gateway().talk(extended({ ...fields }), text(words), DONE);
    return client.until('session.done');
  };

  const job = () => gateway().speaker.jobs[0];

  it.each([8000, 16_000, 22_050, 24_000, 44_100, 48_000])('speak at %d Hz', async (rate) => {
    const [opening] = linesOf(await speak({ sample_rate: rate }));
    expect(opening).toBe(streamStart([0, 0], 'Hello.', 'pcm', rate));
    expect(job()?.outputRate).toBe(rate);
  });

  it('have the rate in the header of a whole file', async () => {
    const received = await speak({
      ...{ sample_rate: 16_000, response_format: 'wav', stream_audio: false },
    });
    expect(linesOf(received)[0]).toBe(start([0, 0], 'Hello.'));
    expect(Buffer.from(audioOf(received)).readUInt32LE(24)).toBe(16_000);
  });

  it.each(['mulaw', 'alaw'])('speak %s for telephones', async (format) => {
    gateway().speaker.say(() => ({ chunks: [Uint8Array.of(1, 2, 3), Uint8Array.of(4)] }));
    expect(linesOf(await speak({ response_format: format }))).toEqual([
      streamStart([0, 0], 'Hello.', format, 8000),
      ...['[3 bytes]', '[1 bytes]'],
      done([0, 0], 4),
      sessionDone(0, 1),
    ]);
    expect(job()).toMatchObject({ encoding: format, outputRate: 8000 });
  });

  it('speak a whole file of mulaw, which has no header', async () => {
    gateway().speaker.say(() => ({ chunks: [Uint8Array.of(1, 2, 3)] }));
    const received = await speak({ response_format: 'mulaw', stream_audio: false });
    expect(linesOf(received).slice(0, 2)).toEqual([start([0, 0], 'Hello.', 'mulaw'), '[3 bytes]']);
  });

  it('stream wav with one header, whose length is open, for the whole utterance', async () => {
    const received = await speak({ response_format: 'wav' }, 'One. Two');
    expect(linesOf(received)).toEqual([
      streamStart([0, 0], 'One.', 'wav'),
      ...['[44 bytes]', '[1920 bytes]'],
      done([0, 0], 1964),
      streamStart([0, 1], 'Two', 'wav'),
      '[1440 bytes]',
      done([0, 1], 1440),
      sessionDone(0, 2),
    ]);
    const header = Buffer.from(audioOf(received).subarray(0, 44));
    expect(header.toString('latin1', 0, 4)).toBe('RIFF');
    expect([header.readUInt32LE(4), header.readUInt32LE(40)]).toEqual([0xffffffff, 0xffffffff]);
    expect(header.readUInt32LE(24)).toBe(24_000);
  });

  it('stream at any speed', async () => {
    await speak({ speed: 1.5 });
    expect(job()?.style.speed).toBe(1.5);
  });

  it('tell word times ahead of binary audio', async () => {
    gateway().speaker.say(() => ({ chunks: [new Uint8Array(960)], words: WORDS }));
    expect(linesOf(await speak({ word_timestamps: 'stream' }, 'Hi you.'))).toEqual([
      streamStart([0, 0], 'Hi you.'),
      '{"type":"audio.timing","utterance_index":0,"sentence_index":0,"words":[{"word":"Hi","start_ms":10,"end_ms":200,"char_start":0,"char_end":2},{"word":"you.","start_ms":200,"end_ms":400,"char_start":3,"char_end":7}]}',
      '[960 bytes]',
      done([0, 0], 960),
      sessionDone(0, 1),
    ]);
  });

  it.each([
    ['batch', 'asap'],
    ['interactive', 'realtime'],
  ])('give %s work the pace %s', async (priority, pace) => {
    await speak({ priority });
    expect(job()?.pace).toBe(pace);
  });

  it.each([
    [{ sample_rate: 11_025 }, 'sample_rate'],
    [{ priority: 'urgent' }, 'priority'],
    [{ word_timestamps: 'always' }, 'word_timestamps'],
    [{ response_format: 'mulaw', sample_rate: 16_000 }, 'sample_rate of 8000'],
    [{ response_format: 'aac' }, 'cannot stream'],
  ])('refuse %j', async (fields, what) => {
    const client = await gateway().talk(extended(fields));
    const { message } = await client.message();
    expect(message).toMatch(/^Invalid session config: /);
    expect(message).toContain(what);
    expect((await client.closed()).code).toBe(1008);
  });

  it('stay as they are when a config inside an utterance is refused', async () => {
    const client = await gateway().talk(extended(), text('Hello'), streamed(), {
      type: 'input.cancel',
    });
    const lines = linesOf(await client.until('session.done'));
    expect(lines.at(-1)).toBe(
      '{"type":"session.done","utterance_index":0,"total_sentences":0,"cancelled":true}',
    );
    expect(lines).not.toContain(errorLine('Unknown message type: input.cancel'));
  });

  describe('that nobody asked for', () => {
    it('are not there', async () => {
      const client = await gateway().talk(
        streamed({ sample_rate: 8000, priority: 'batch' }),
        { type: 'input.cancel' },
        text('Hello.'),
        DONE,
      );
      expect(linesOf(await client.until('session.done')).slice(0, 2)).toEqual([
        errorLine('Unknown message type: input.cancel'),
        streamStart([0, 0], 'Hello.'),
      ]);
      expect(job()).toMatchObject({ outputRate: 24_000, pace: 'realtime' });
    });

    it.each([{ response_format: 'mulaw' }, { chorale: '1', response_format: 'aac' }])(
      'make %j invalid',
      async (fields) => {
        const client = await gateway().talk(config(fields));
        expect((await client.message())['message']).toMatch(/response_format[^]*literal_error/);
      },
    );

    it('cannot come by a config that was refused', async () => {
      const client = await gateway().talk(streamed(), text('Hello'), extended(), {
        type: 'input.cancel',
      });
      client.send(DONE);
      expect(linesOf(await client.until('session.done'))).toContain(
        errorLine('Unknown message type: input.cancel'),
      );
    });
  });
});

describe('our default', () => {
  const gateway = useGateway();

  it('cuts at sentences, without being asked', async () => {
    const client = await gateway().talk(streamed(), text('Hello world. How are'));
    expect(linesOf(await client.until('audio.done'))[0]).toBe(streamStart([0, 0], 'Hello world.'));
    client.send(text(' you?'), DONE);
    expect(linesOf(await client.until('session.done'))).toEqual([
      streamStart([0, 1], 'How are you?'),
      '[5760 bytes]',
      done([0, 1], 5760),
      sessionDone(0, 2),
    ]);
  });

  it('knows abbreviations, decimals and closing quotes', async () => {
    const words = 'Dr. Smith paid $3.14. "Really?" Yes. 你好。世界。';
    const client = await gateway().talk(config(), text(words), DONE);
    await client.until('session.done');
    expect(gateway().speaker.jobs.map((made) => made.text)).toEqual([
      ...['Dr. Smith paid $3.14.', '"Really?"', 'Yes.', '你好。', '世界。'],
    ]);
  });

  it.each([
    ['none', ['One, two. Three.']],
    ['clause', ['One,', 'two.', 'Three.']],
  ])('gives way to split_granularity %s', async (split, pieces) => {
    const client = await gateway().talk(config({ split_granularity: split }));
    client.send(text('One, two. Three.'), DONE);
    await client.until('session.done');
    expect(gateway().speaker.jobs.map((made) => made.text)).toEqual(pieces);
  });
});
