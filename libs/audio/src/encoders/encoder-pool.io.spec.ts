import { afterAll, describe, expect, it } from '@jest/globals';
import type { AudioFormat } from '@chorale/speech';
import decode from 'audio-decode';

import { decodePcm16 } from '../pcm16.js';
import { EncoderError, type EncodingWish } from './audio-encoder.js';
import { concatenated } from './codec.js';
import { createEncoderPool } from './encoder-pool.js';
import { sampleEncodingOf } from './format.js';
import { speechLike } from './speech-like.fixture.js';

const pool = createEncoderPool({ threads: 2 });
afterAll(() => pool.close());

const wish = (format: AudioFormat, changes: Partial<EncodingWish> = {}): EncodingWish => ({
  format,
  sampleRate: 24_000,
  channels: 1,
  streamed: true,
  ...changes,
});

/** Encodes samples in pieces of so many, by turns. */
const encode = async (
  wanted: EncodingWish,
  pcm: Uint8Array,
  pieces: readonly number[] = [2400],
): Promise<Uint8Array> => {
  const encoder = pool.open(wanted);
  const sampleBytes = sampleEncodingOf(wanted.format) === 'pcm16' ? 2 : 1;
  const out: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < pcm.length; turn++) {
    const end = at + (pieces[turn % pieces.length] ?? 1) * sampleBytes;
    out.push(await encoder.encode(pcm.subarray(at, end)));
    at = end;
  }
  out.push(await encoder.finish());
  return concatenated(out);
};

interface Heard {
  readonly sampleRate: number;
  readonly samples: Float32Array;
}

const heard = async (file: Uint8Array): Promise<Heard> => {
  const { sampleRate, channelData } = await decode(file);
  return { sampleRate, samples: channelData[0] ?? new Float32Array(0) };
};

/** Signal to noise in dB at the best of some delays, in samples. */
const likeness = (
  wanted: Float32Array,
  got: Float32Array,
  delays: number,
): { readonly db: number; readonly delay: number } => {
  let best = { db: -Infinity, delay: 0 };
  for (let delay = -delays; delay <= delays; delay++) {
    const db = snr(wanted, got, delay);
    if (db > best.db) best = { db, delay };
  }
  return best;
};

const snr = (wanted: Float32Array, got: Float32Array, delay: number): number => {
  let signal = 0;
  let noise = 0;
  wanted.forEach((sample, i) => {
    signal += sample ** 2;
    noise += (sample - (got[i + delay] ?? 0)) ** 2;
  });
  return 10 * Math.log10(signal / noise);
};

const COMPRESSED = ['mp3', 'opus', 'flac', 'aac'] as const;

/** What the slowest of the codecs may add at the end: one of its frames. */
const FRAME_SECONDS = { mp3: 1152 / 16_000, opus: 0, flac: 0, aac: 1024 / 8000 } as const;

/** What a decoder must hear of a voice again, dB; lossy ones are measured at their own rate. */
const LEAST_LIKENESS = { mp3: 20, opus: 18, flac: 85, aac: 40 } as const;

/** The decoder takes 32767 for full scale. */
const DECODER_SCALE = 32_767;

const seconds = ({ samples, sampleRate }: Heard): number => samples.length / sampleRate;

describe('files of compressed speech', () => {
  describe.each(COMPRESSED)('%s', (format) => {
    it.each([8000, 22_050, 48_000])(
      'lasts as long as the samples of %i Hz that went in',
      async (sampleRate) => {
        const wanted = wish(format, { sampleRate, streamed: false });
        const file = await heard(await encode(wanted, speechLike(sampleRate, 0.3)));
        const extra = seconds(file) - 0.3;
        expect(extra).toBeGreaterThan(-1e-6);
        expect(extra).toBeLessThan(FRAME_SECONDS[format] + 1e-6);
      },
    );

    it('sounds like what went in, at the same place', async () => {
      const pcm = speechLike(48_000, 0.4);
      const file = await heard(
        await encode(wish(format, { sampleRate: 48_000, streamed: false }), pcm),
      );
      const { db, delay } = likeness(decodePcm16(pcm), file.samples, 4);
      expect(db).toBeGreaterThan(LEAST_LIKENESS[format]);
      expect(Math.abs(delay)).toBeLessThanOrEqual(2);
    });

    it('does not depend on how the samples were cut', async () => {
      const pcm = speechLike(22_050, 0.5);
      const whole = await encode(wish(format, { sampleRate: 22_050 }), pcm, [pcm.length]);
      const cut = await encode(wish(format, { sampleRate: 22_050 }), pcm, [1, 707, 3, 2048]);
      expect(Buffer.compare(whole, cut)).toBe(0);
    });

    it('is a file even without samples', async () => {
      await expect(
        encode(wish(format, { streamed: false }), new Uint8Array(0)),
      ).resolves.toBeDefined();
    });
  });

  it('FLAC gives back every bit', async () => {
    const noise = Int16Array.from(
      { length: 30_000 },
      (_, i) => ((i * 2_654_435_761) >> 7) ^ (i * i),
    );
    const pcm = new Uint8Array(noise.buffer);
    const { samples } = await heard(await encode(wish('flac'), pcm));
    expect(samples).toHaveLength(noise.length);
    expect(
      noise.every((sample, i) => Math.round((samples[i] ?? 0) * DECODER_SCALE) === sample),
    ).toBe(true);
  });
});

describe('streams of compressed speech', () => {
  it.each(['mp3', 'opus', 'flac'] as const)(
    '%s gives bytes within 150 ms of audio',
    async (format) => {
      const encoder = pool.open(wish(format));
      const pcm = speechLike(24_000, 1);
      const sizes: number[] = [];
      for (let at = 0; at < pcm.length; at += 7200)
        sizes.push((await encoder.encode(pcm.subarray(at, at + 7200))).length);
      encoder.close();
      expect(Math.min(...sizes)).toBeGreaterThan(0);
    },
  );

  it('many at a time do not disturb each other', async () => {
    const pcm = speechLike(24_000, 0.4);
    const alone = await encode(wish('mp3'), pcm);
    const together = await Promise.all(
      Array.from({ length: 20 }, (_, i) => encode(wish('mp3'), pcm, [400 + i * 37])),
    );
    expect(together.every((bytes) => Buffer.compare(bytes, alone) === 0)).toBe(true);
  });

  it('one that was dropped leaves the next one of its encoder untouched', async () => {
    const single = createEncoderPool({ threads: 1 });
    const pcm = speechLike(24_000, 0.4);
    const dropped = single.open(wish('mp3'));
    await dropped.encode(speechLike(24_000, 0.3));
    dropped.close();
    const next = single.open(wish('mp3'));
    const bytes = concatenated([await next.encode(pcm), await next.finish()]);
    await single.close();
    expect(Buffer.compare(bytes, await encode(wish('mp3'), pcm))).toBe(0);
  });
});

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof EncoderError ? error.code : error),
  );

describe('the encoder pool', () => {
  it('rejects the calls of a stream that is closed, at once and later', async () => {
    const encoder = pool.open(wish('opus'));
    const call = codeOf(encoder.encode(new Uint8Array(960_000)));
    encoder.close();
    expect(await call).toBe('closed');
    expect(await codeOf(encoder.finish())).toBe('closed');
  });

  it('refuses more streams than it may hold, until one has ended', async () => {
    const small = createEncoderPool({ threads: 1, maxStreams: 1 });
    const first = small.open(wish('flac'));
    expect(() => small.open(wish('flac'))).toThrow(EncoderError);
    await first.finish();
    small.open(wish('flac')).close();
    await small.close();
  });

  it('refuses what is pushed without waiting beyond 4 MiB', async () => {
    const encoder = pool.open(wish('flac'));
    const calls = [2, 2, 2, 2].map((mib) => codeOf(encoder.encode(new Uint8Array(mib * 2 ** 20))));
    expect(await Promise.all(calls)).toEqual(['no error', 'no error', 'overloaded', 'overloaded']);
    encoder.close();
  });

  it('fails the streams of a silent thread, and starts another for the next', async () => {
    const impatient = createEncoderPool({ threads: 1, silenceMs: 1 });
    const lost = impatient.open(wish('aac'));
    await lost.encode(speechLike(24_000, 0.1)).catch(() => undefined);
    expect(await codeOf(lost.finish())).toBe('thread_lost');
    // Its own thread, not the one that is gone.
    await expect(impatient.open(wish('aac')).finish()).rejects.toThrow('said nothing for 1 ms');
    await impatient.close();
  });

  it('rejects as closed what is open when it is closed', async () => {
    const closing = createEncoderPool({ threads: 1 });
    const call = codeOf(closing.open(wish('mp3')).encode(new Uint8Array(240_000)));
    await closing.close();
    expect(await call).toBe('closed');
    expect(() => closing.open(wish('mp3'))).toThrow(EncoderError);
  });
});
