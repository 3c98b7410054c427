import { describe, expect, it } from '@jest/globals';
import type { Received } from '@chorale/testing';
import { audioOf, messagesOf } from '@chorale/testing';
import decode from 'audio-decode';

import { useGateway } from './gateway-under-test.js';
import { config, DONE, extended, OMNI, SEED, text, WIRES } from './wire.js';

/** A second of a tone at 24 kHz, in chunks of 100 ms. */
const TONE = Array.from({ length: 10 }, (_, chunk) => {
  const samples = Int16Array.from({ length: 2400 }, (__, i) =>
    Math.round(9000 * Math.sin((chunk * 2400 + i) / 12)),
  );
  return new Uint8Array(samples.buffer);
});

/** A player may not know where an MP3 stream or an ADTS file begins and ends: some frames of 24 ms and 43 ms. */
const SLACK_SECONDS = 0.08;

const secondsOf = async (file: Uint8Array): Promise<number> => {
  const { sampleRate, channelData } = await decode(file);
  return (channelData[0] ?? []).length / sampleRate;
};

const totalsOf = (received: readonly Received[]): readonly unknown[] =>
  messagesOf(received)
    .filter(({ type }) => type === 'audio.done')
    .map(({ total_bytes: bytes, error }) => (error === false ? bytes : 'failed'));

describe.each(WIRES)('files of a sentence in the $profile profile', (wire) => {
  const gateway = useGateway(wire.env);

  it.each(wire.profile === 'seed' ? ['mp3', 'opus', 'flac', 'aac'] : ['mp3', 'opus', 'flac'])(
    'come as %s, each whole, and audio.done tells its length',
    async (format) => {
      gateway().speaker.say(() => ({ chunks: TONE }));
      const client = await gateway().talk(
        config({ response_format: format, split_granularity: 'sentence' }),
      );
      client.send(text('One. Two'), DONE);
      const received = await client.until('session.done');
      const files = received.flatMap((item) => (item.kind === 'audio' ? [item.bytes] : []));
      expect(totalsOf(received)).toEqual(files.map(({ length }) => length));
      expect(files).toHaveLength(2);
      for (const file of files) {
        const seconds = await secondsOf(file);
        expect(seconds).toBeGreaterThan(1 - 1e-6);
        expect(seconds).toBeLessThan(1 + SLACK_SECONDS);
      }
    },
  );

  it('begin and end like any other', async () => {
    gateway().speaker.say(() => ({ chunks: TONE }));
    const client = await gateway().talk(config({ response_format: 'flac' }));
    client.send(text('Hm'), DONE);
    const [start, , done, end] = await client.until('session.done');
    expect(start).toMatchObject({ text: wire.start([0, 0], 'Hm', 'flac') });
    expect(done).toMatchObject({ message: { type: 'audio.done', error: false } });
    expect(end).toMatchObject({ text: wire.sessionDone(0, 1) });
  });
});

describe('a compressed stream', () => {
  const gateway = useGateway({ ...OMNI.env, SPEECH_DEFAULT_SPLIT: 'sentence' });

  it.each(['mp3', 'opus', 'flac'])('in %s is one for the whole utterance', async (format) => {
    gateway().speaker.say(() => ({ chunks: TONE }));
    const client = await gateway().talk(extended({ response_format: format }));
    client.send(text('One. Two'), DONE);
    const received = await client.until('session.done');
    const stream = audioOf(received);
    const seconds = await secondsOf(stream);
    expect(seconds).toBeGreaterThan(2 - 1e-6);
    expect(seconds).toBeLessThan(2 + SLACK_SECONDS);
    const told = totalsOf(received).reduce<number>((sum, bytes) => sum + Number(bytes), 0);
    expect(told).toBe(stream.length);
  });

  it('begins anew with the next utterance', async () => {
    gateway().speaker.say(() => ({ chunks: TONE }));
    const client = await gateway().talk(extended({ response_format: 'opus' }));
    client.send(text('One'), DONE, text('Two'), DONE);
    const first = audioOf(await client.until('session.done'));
    const second = audioOf(await client.until('session.done'));
    expect(Buffer.compare(first, second)).toBe(0);
  });

  it('stops with an interruption, and the session goes on', async () => {
    gateway().speaker.say(() => ({ chunks: TONE }));
    const client = await gateway().talk(extended({ response_format: 'mp3' }), text('One. '));
    await client.until('audio.done');
    client.send({ type: 'input.cancel' }, text('Two'), DONE);
    await client.until('session.done');
    const next = await client.until('session.done');
    expect(await secondsOf(audioOf(next))).toBeLessThan(1 + SLACK_SECONDS);
  });
});

describe('AAC, which is an extension', () => {
  const gateway = useGateway({ ...OMNI.env, SPEECH_DEFAULT_SPLIT: 'sentence' });

  it('comes as files of sentences', async () => {
    gateway().speaker.say(() => ({ chunks: TONE }));
    const wish = extended({ response_format: 'aac', stream_audio: false });
    const client = await gateway().talk(wish, text('One. Two'), DONE);
    const received = await client.until('session.done');
    const files = received.flatMap((item) => (item.kind === 'audio' ? [item.bytes] : []));
    expect(files).toHaveLength(2);
    for (const file of files) expect(await secondsOf(file)).toBeCloseTo(1, 1);
  });
});

describe('the seed profile', () => {
  const gateway = useGateway(SEED.env);

  it('streams PCM alone', async () => {
    const client = await gateway().talk(config({ response_format: 'mp3', stream_audio: true }));
    expect(await client.message()).toMatchObject({ type: 'error' });
  });
});
