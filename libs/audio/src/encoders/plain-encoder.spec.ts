import { describe, expect, it } from '@jest/globals';

import { parseWav } from '../wav.js';
import { EncoderError, type EncodingWish } from './audio-encoder.js';
import { concatenated } from './codec.js';
import { createPlainEncoder } from './plain-encoder.js';

const SAMPLES = Uint8Array.of(1, 2, 3, 4, 5, 6);

const wish = (changes: Partial<EncodingWish>): EncodingWish => ({
  ...{ format: 'wav', sampleRate: 8000, channels: 1, streamed: false },
  ...changes,
});

const encoded = async (wanted: EncodingWish, ...pieces: readonly Uint8Array[]) => {
  const encoder = createPlainEncoder(wanted);
  const out: Uint8Array[] = [];
  for (const piece of pieces) out.push(await encoder.encode(piece));
  return concatenated([...out, await encoder.finish()]);
};

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

const numberAt = (bytes: Uint8Array, at: number): number => Buffer.from(bytes).readUInt32LE(at);

describe(createPlainEncoder.name, () => {
  it.each(['pcm', 'mulaw', 'alaw'] as const)('passes %s on as it is', async (format) => {
    expect(await encoded(wish({ format }), SAMPLES, SAMPLES)).toEqual(
      concatenated([SAMPLES, SAMPLES]),
    );
  });

  it('makes a WAV file that knows its length', async () => {
    const file = await encoded(wish({}), SAMPLES.subarray(0, 2), SAMPLES.subarray(2));
    expect(parseWav(file)).toEqual({ sampleRate: 8000, channels: 1, data: SAMPLES });
    expect(numberAt(file, 4)).toBe(file.length - 8);
  });

  it('begins a streamed WAV at once, without a length', async () => {
    const encoder = createPlainEncoder(wish({ streamed: true }));
    const first = await encoder.encode(SAMPLES);
    expect([numberAt(first, 4), numberAt(first, 40)]).toEqual([0xffffffff, 0xffffffff]);
    expect(first.subarray(44)).toEqual(SAMPLES);
    expect(await encoder.encode(SAMPLES)).toEqual(SAMPLES);
  });

  it.each([
    ['mulaw', 7],
    ['alaw', 6],
  ] as const)('puts %s into a WAV file of even length', async (format, coding) => {
    const file = await encoded(wish({ format, container: 'wav' }), SAMPLES.subarray(0, 5));
    expect(file).toHaveLength(58 + 6);
    expect([file[20], ascii(file, 38, 42), ascii(file, 50, 54)]).toEqual([coding, 'fact', 'data']);
    expect([numberAt(file, 4), numberAt(file, 46), numberAt(file, 54)]).toEqual([56, 5, 5]);
  });

  it.each([true, false])('takes nothing once it was closed (streamed: %s)', async (streamed) => {
    const encoder = createPlainEncoder(wish({ streamed }));
    encoder.close();
    await expect(encoder.encode(SAMPLES)).rejects.toThrow(EncoderError);
    await expect(encoder.finish()).rejects.toThrow(EncoderError);
  });
});
