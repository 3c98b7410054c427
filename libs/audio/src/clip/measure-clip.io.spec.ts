import { afterAll, describe, expect, it } from '@jest/globals';

import { createEncoderPool } from '../encoders/encoder-pool.js';
import { wavHeader } from '../wav.js';

import { checkClip } from './check-clip.js';

const RATE = 24_000;

/** A buzz of so many seconds, as PCM16. */
const buzz = (seconds: number): Uint8Array => {
  const samples = Int16Array.from({ length: seconds * RATE }, (_, i) => ((i % 200) - 100) * 100);
  return new Uint8Array(samples.buffer);
};

const wavOf = (pcm: Uint8Array): Uint8Array => Buffer.concat([wavHeader(RATE, 1, pcm.length), pcm]);

const pool = createEncoderPool({ threads: 1 });
afterAll(() => pool.close());

const encoded = async (format: 'mp3' | 'flac' | 'opus' | 'aac', seconds: number) => {
  const encoder = pool.open({ format, sampleRate: RATE, channels: 1, streamed: false });
  const first = await encoder.encode(buzz(seconds));
  return Buffer.concat([first, await encoder.finish()]);
};

describe(checkClip.name, () => {
  it('measures a WAV file to the sample', async () => {
    expect(await checkClip(wavOf(buzz(1.5)), 30)).toEqual({ kind: 'decoded', seconds: 1.5 });
  });

  it.each(['mp3', 'flac', 'opus', 'aac'] as const)('measures %s within a frame', async (format) => {
    const verdict = await checkClip(await encoded(format, 2), 30);
    expect(verdict.kind).toBe('decoded');
    expect(verdict.kind === 'decoded' ? Math.abs(verdict.seconds - 2) : 2).toBeLessThan(0.1);
  });

  it('does not decode more than it was asked about', async () => {
    expect(await checkClip(wavOf(buzz(3)), 2)).toEqual({ kind: 'tooLong' });
    expect(await checkClip(await encoded('flac', 3), 2)).toEqual({ kind: 'tooLong' });
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['words', new TextEncoder().encode('This is not sound at all, not even a bit of it.')],
    ['a header alone', wavHeader(RATE, 1, 0)],
    [
      'the mark of an MP3 before noise',
      Buffer.concat([Buffer.from('ID3'), Buffer.alloc(5_000, 7)]),
    ],
    ['a FLAC that is cut off early', Buffer.from('fLaC\0\0\0\x22')],
  ])('cannot decode %s', async (_, bytes) => {
    expect(await checkClip(bytes, 30)).toEqual({ kind: 'undecodable' });
  });
});
