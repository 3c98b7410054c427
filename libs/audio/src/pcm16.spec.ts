import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { decodePcm16, encodePcm16, toPcm16 } from './pcm16.js';

/** The contract, word by word: clamp(floor(x * 32768), −32768, 32767). */
const specified = (x: number): number => Math.min(32767, Math.max(-32768, Math.floor(x * 32768)));

describe('PCM16', () => {
  it.each([
    { x: 0, pcm: 0 },
    { x: -0, pcm: 0 },
    { x: 1, pcm: 32767 },
    { x: -1, pcm: -32768 },
    { x: 0.5, pcm: 16384 },
    { x: -1e-9, pcm: -1 },
    { x: 0.99999, pcm: 32767 },
    { x: 7, pcm: 32767 },
    { x: -7, pcm: -32768 },
    { x: Number.NaN, pcm: -32768 },
    { x: Number.POSITIVE_INFINITY, pcm: 32767 },
    { x: Number.NEGATIVE_INFINITY, pcm: -32768 },
  ])('converts $x to $pcm', ({ x, pcm }) => {
    expect(toPcm16(x) + 0).toBe(pcm);
  });

  it('clamps the floor of any number', () => {
    const anyNumber = fc.oneof(fc.double({ noNaN: true }), fc.float({ min: -2, max: 2 }));
    fc.assert(
      fc.property(anyNumber, (x) => {
        fc.pre(!Number.isNaN(x));
        expect(toPcm16(x) + 0).toBe(specified(x) + 0);
      }),
    );
  });

  it('writes little-endian', () => {
    const samples = Float32Array.of(1 / 32768, -1 / 32768, 0x1234 / 32768);
    expect([...encodePcm16(samples)]).toEqual([0x01, 0x00, 0xff, 0xff, 0x34, 0x12]);
  });

  it('gives any bytes back after decoding and encoding', () => {
    const evenBytes = fc.uint8Array({ maxLength: 64 }).map((b) => b.subarray(0, b.length & ~1));
    fc.assert(fc.property(evenBytes, (b) => expect(encodePcm16(decodePcm16(b))).toEqual(b)));
  });
});
