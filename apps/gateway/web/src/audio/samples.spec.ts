import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { decodeG711 } from './g711.js';
import { Pcm16Reader } from './pcm16.js';

const bytes = (...values: readonly number[]): ArrayBuffer => Uint8Array.from(values).buffer;

describe(Pcm16Reader.name, () => {
  it('reads little-endian samples', () => {
    expect([...new Pcm16Reader().read(bytes(0x00, 0x40, 0x00, 0x80))]).toEqual([0.5, -1]);
  });

  it('reads the same samples however the bytes were cut', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.array(fc.array(byte, { maxLength: 5 })), (frames) => {
        const whole = new Pcm16Reader().read(bytes(...frames.flat()));
        const reader = new Pcm16Reader();
        expect(frames.flatMap((frame) => [...reader.read(bytes(...frame))])).toEqual([...whole]);
      }),
      { numRuns: 50 },
    );
  });
});

describe(decodeG711.name, () => {
  it.each([
    // Values of ITU-T G.711, tables 1 and 2, at 16 bits.
    ['mulaw', 0xff, 0],
    ['mulaw', 0x80, 32_124],
    ['mulaw', 0x00, -32_124],
    ['alaw', 0xd5, 8],
    ['alaw', 0xaa, 32_256],
    ['alaw', 0x2a, -32_256],
  ] as const)('decodes %s %i to %i', (law, byte, value) => {
    expect(decodeG711(bytes(byte), law)[0]).toBeCloseTo(value / 32_768, 9);
  });
});
