import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { InvalidWavError, parseWav, wavHeader } from './wav.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const wavFile = (data: Uint8Array, header = wavHeader(24000, 1, data.length)): Uint8Array =>
  new Uint8Array([...header, ...data]);

describe('wavHeader', () => {
  it('describes a mono file of known length', () => {
    expect(hex(wavHeader(24000, 1, 1000))).toBe(
      '524946460c04000057415645666d74201000000001000100c05d000080bb00000200100064617461e8030000',
    );
  });

  it('describes stereo', () => {
    expect(hex(wavHeader(8000, 2, 0).subarray(22, 36))).toBe('0200401f0000007d000004001000');
  });

  it('fills both size fields with ones while streaming', () => {
    const header = wavHeader(22050, 1, 'streaming');
    expect(header).toHaveLength(44);
    expect([hex(header.subarray(4, 8)), hex(header.subarray(40, 44))]).toEqual([
      'ffffffff',
      'ffffffff',
    ]);
  });
});

describe('parseWav', () => {
  it('reads what wavHeader describes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8000, max: 48000 }),
        fc.constantFrom(1, 2),
        fc.uint8Array({ maxLength: 40 }),
        (sampleRate, channels, data) => {
          const file = wavFile(data, wavHeader(sampleRate, channels, data.length));
          expect(parseWav(file)).toEqual({ sampleRate, channels, data });
        },
      ),
    );
  });

  it('takes all that follows a streaming header', () => {
    const file = wavFile(Uint8Array.of(1, 2, 3, 4), wavHeader(24000, 1, 'streaming'));
    expect([...parseWav(file).data]).toEqual([1, 2, 3, 4]);
  });

  it('skips chunks it does not know, padded to even length', () => {
    const plain = wavFile(Uint8Array.of(5, 6));
    const extra = [...Buffer.from('LIST'), 3, 0, 0, 0, 7, 7, 7, 0];
    const file = new Uint8Array([...plain.subarray(0, 36), ...extra, ...plain.subarray(36)]);
    expect([...parseWav(file).data]).toEqual([5, 6]);
  });

  it.each([
    { what: 'no RIFF header', bytes: Uint8Array.of(1, 2, 3) },
    { what: 'no data chunk', bytes: wavHeader(24000, 1, 0).subarray(0, 36) },
    { what: '8-bit samples', bytes: wavHeader(24000, 1, 0).map((b, i) => (i === 34 ? 8 : b)) },
  ])('refuses $what', ({ bytes }) => {
    expect(() => parseWav(bytes)).toThrow(InvalidWavError);
  });
});
