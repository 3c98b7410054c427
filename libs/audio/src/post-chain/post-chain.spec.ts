import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { decodePcm16, encodePcm16 } from '../pcm16.js';
import {
  bytesPerSample,
  createPostChain,
  type EncodedAudio,
  nativeRange,
  type PostChainSettings,
  UnusableAudioError,
} from './post-chain.js';

const settings = (changes: Partial<PostChainSettings> = {}): PostChainSettings => ({
  nativeRate: 22050,
  outputRate: 24000,
  pace: 1,
  gainDb: 6,
  encoding: 'pcm16',
  fromSample: 0,
  toSample: null,
  ...changes,
});

/** A rough voice: a buzz that swells over full scale now and then. */
const voice = (samples: number): Float32Array =>
  Float32Array.from({ length: samples }, (_, n) => {
    const swell = 0.4 + 0.4 * Math.sin(n / 900);
    return swell * Math.sin(n / 9) * Math.sin(n / 2.3 + Math.sin(n / 100));
  });

/** What came out: where it began, and its bytes in hex. */
interface Spoken {
  readonly offset: number | null;
  readonly hex: string;
}

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Speaks the wanted part, as an engine does that cuts its audio at the given places. */
const speak = (
  input: Float32Array,
  wanted: PostChainSettings,
  cuts: readonly number[] = [],
): Spoken => {
  const chain = createPostChain(wanted);
  const range = nativeRange(wanted);
  const { from } = range;
  const to = Math.min(range.to ?? input.length, input.length);
  const span = Math.max(0, to - from);
  const places = [from, ...cuts.map((cut) => from + (cut % (span + 1))), Math.max(from, to)];
  places.sort((a, b) => a - b);
  const parts: (EncodedAudio | null)[] = places.map((end, i) => {
    const start = places[i - 1] ?? from;
    return chain.push({ sampleOffset: start, samples: input.subarray(start, end) });
  });
  if (to === input.length) parts.push(chain.finish(input.length));
  return assembled(parts, bytesPerSample(wanted.encoding));
};

/** Puts the parts together, provided that each begins where the one before ended. */
const assembled = (parts: readonly (EncodedAudio | null)[], width: number): Spoken => {
  const present = parts.filter((part) => part !== null);
  const offset = present[0]?.sampleOffset ?? null;
  let next = offset ?? 0;
  for (const part of present) {
    expect(part.sampleOffset).toBe(next);
    next += part.samples.length / width;
  }
  return { offset, hex: present.map((part) => toHex(part.samples)).join('') };
};

const CHANGES = [
  [22050, 24000, 1],
  [22050, 8000, 1],
  [22050, 22050, 1],
  [24000, 44100, 1],
  [22050, 24000, 8 / 3],
  [22050, 22050, 0.5],
] as const;

describe.each(CHANGES)('post-chain from %d to %d Hz at pace %d', (nativeRate, outputRate, pace) => {
  const input = voice(9000);
  const rates = { nativeRate, outputRate, pace };
  const whole = speak(input, settings(rates));
  const total = createPostChain(settings(rates)).outputTotal(9000);

  it('rounds the number of samples up', () => {
    expect(total).toBe(Math.ceil((Math.round(9000 / pace) * outputRate) / nativeRate));
    expect(whole.hex).toHaveLength(4 * total);
  });

  it('gives the same bits for any slice and any cut', () => {
    const cuts = fc.array(fc.nat(9000), { maxLength: 5 });
    fc.assert(
      fc.property(fc.nat(total - 1), fc.nat(total), cuts, (from, length, places) => {
        const to = Math.min(total, from + length + 1);
        const slice = speak(input, settings({ ...rates, fromSample: from, toSample: to }), places);
        expect(slice).toEqual({ offset: from, hex: whole.hex.slice(4 * from, 4 * to) });
      }),
      { numRuns: 10 },
    );
  });

  it('gives nothing from beyond the end', () => {
    const beyond = speak(input, settings({ ...rates, fromSample: total }));
    expect(beyond.hex).toBe('');
  });
});

describe(createPostChain.name, () => {
  it('passes samples unchanged where nothing has to be done', () => {
    const bytes = encodePcm16(Float32Array.from({ length: 3000 }, (_, n) => Math.sin(n) * 0.89));
    const same = settings({ nativeRate: 24000, gainDb: 0 });
    expect(speak(decodePcm16(bytes), same).hex).toBe(toHex(bytes));
  });

  it('applies the gain', () => {
    const loud = speak(
      new Float32Array(10).fill(0.25),
      settings({ nativeRate: 24000, gainDb: 20 * Math.log10(2) }),
    );
    expect(decodePcm16(Buffer.from(loud.hex, 'hex'))[5]).toBeCloseTo(0.5, 4);
  });

  it.each(['mulaw', 'alaw'] as const)('encodes %s in one byte a sample', (encoding) => {
    const spoken = speak(voice(2205), settings({ outputRate: 8000, encoding }));
    expect(spoken.hex).toHaveLength(2 * 800);
  });

  it('ignores samples from before its range', () => {
    const input = voice(9000);
    const wanted = settings({ fromSample: 6000 });
    const chain = createPostChain(wanted);
    const parts = [chain.push({ sampleOffset: 0, samples: input }), chain.finish(9000)];
    expect(assembled(parts, 2)).toEqual(speak(input, wanted));
  });

  it('refuses a hole', () => {
    const chain = createPostChain(settings());
    const late = { sampleOffset: 1, samples: new Float32Array(10) };
    expect(() => chain.push(late)).toThrow(UnusableAudioError);
  });

  it('refuses to finish a sentence whose end is missing', () => {
    const chain = createPostChain(settings());
    chain.push({ sampleOffset: 0, samples: new Float32Array(10) });
    expect(() => chain.finish(11)).toThrow(UnusableAudioError);
  });

  it('knows how far it came', () => {
    const chain = createPostChain(settings({ fromSample: 100, toSample: 300 }));
    expect(chain.nextSample).toBe(100);
    chain.push({ sampleOffset: 0, samples: voice(9000) });
    expect(chain.nextSample).toBe(300);
  });

  it.each([NaN, Infinity, -Infinity])('refuses %d', (value) => {
    const chain = createPostChain(settings());
    const broken = { sampleOffset: 0, samples: Float32Array.of(0, value) };
    expect(() => chain.push(broken)).toThrow(UnusableAudioError);
  });

  it('maps native positions to the nearest output sample', () => {
    expect(createPostChain(settings({ pace: 2 })).outputPosition(22050)).toBe(12000);
    expect(createPostChain(settings()).outputPosition(22050)).toBe(24000);
    expect(createPostChain(settings()).outputPosition(1)).toBe(1);
  });
});
