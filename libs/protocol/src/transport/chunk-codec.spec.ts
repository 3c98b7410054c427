import { type ChunkEvent, workerId } from '@chorale/speech';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { decodeChunkEvent, encodeChunkEvent } from './chunk-codec.js';

const ADDRESS = { route: 7, seq: 3, attempt: 2 };
const AUDIO: ChunkEvent = {
  kind: 'audio',
  ...ADDRESS,
  chunkIndex: 1,
  sampleOffset: 0x01020304,
  samples: Uint8Array.of(0xaa, 0xbb),
};

const u32 = fc.nat({ max: 0xffff_ffff });
const u16 = fc.nat({ max: 0xffff });
const addressFields = { route: u32, seq: u32, attempt: fc.integer({ min: 1, max: 0xffff }) };
const worker = fc.stringMatching(/^[\w.-]{1,20}$/).map(workerId);
const word = fc.record({
  word: fc.string({ maxLength: 20, unit: 'grapheme' }),
  startSample: u32,
  endSample: u32,
  charStart: u32,
  charEnd: u32,
});

const anyEvent: fc.Arbitrary<ChunkEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('audio' as const),
    ...addressFields,
    chunkIndex: u16,
    sampleOffset: u32,
    samples: fc.uint8Array({ maxLength: 64 }),
  }),
  fc.record({ kind: fc.constant('planned' as const), ...addressFields, totalSamples: u32 }),
  fc.record({ kind: fc.constant('joined' as const), ...addressFields, shift: fc.integer() }),
  fc.record({ kind: fc.constant('ended' as const), ...addressFields, totalSamples: u32 }),
  fc.record({
    kind: fc.constant('failed' as const),
    ...addressFields,
    failure: fc.record({
      code: fc.string({ minLength: 1, maxLength: 20 }),
      message: fc.string({ maxLength: 50, unit: 'grapheme' }),
      retryable: fc.boolean(),
    }),
  }),
  fc.record({
    kind: fc.constant('started' as const),
    ...addressFields,
    worker,
    fingerprint: fc.string({ maxLength: 64 }),
  }),
  fc.record({ kind: fc.constant('timing' as const), ...addressFields, words: fc.array(word) }),
  fc.record({ kind: fc.constant('yielded' as const), ...addressFields, nextSample: u32 }),
  fc.record({ kind: fc.constant('alive' as const), worker }),
);

const changed = (bytes: Uint8Array, offset: number, value: number): Uint8Array => {
  const copy = bytes.slice();
  copy[offset] = value;
  return copy;
};

describe(encodeChunkEvent, () => {
  it('lays the header out little-endian, 32 bytes before the samples', () => {
    expect(Buffer.from(encodeChunkEvent(AUDIO, 1)).toString('hex')).toBe(
      '01000000' + // version, type, flags
        '07000000' + // route
        '03000000' + // seq
        '0200' + // attempt
        '0100' + // chunk index
        '04030201' + // sample offset
        '02000000' + // payload bytes
        '000000000000f03f' + // 1 µs
        'aabb',
    );
  });

  it('refuses a number that its field cannot hold', () => {
    expect(() => encodeChunkEvent({ ...AUDIO, chunkIndex: 65_536 }, 0)).toThrow(RangeError);
    expect(() => encodeChunkEvent({ ...AUDIO, route: -1 }, 0)).toThrow(RangeError);
    expect(() => encodeChunkEvent({ ...AUDIO, sampleOffset: 0.5 }, 0)).toThrow(RangeError);
  });
});

describe(decodeChunkEvent, () => {
  it('reads back what was written, whatever it is', () => {
    fc.assert(
      fc.property(anyEvent, fc.nat(), (event, sentAtUs) => {
        const decoded = decodeChunkEvent(encodeChunkEvent(event, sentAtUs));
        expect(decoded).toEqual({ kind: 'event', event, sentAtUs });
      }),
    );
  });

  it('reads an entry that lies anywhere in a larger buffer', () => {
    const padded = Buffer.concat([Buffer.alloc(3, 0xff), encodeChunkEvent(AUDIO, 5)]);
    expect(decodeChunkEvent(padded.subarray(3))).toEqual({
      kind: 'event',
      event: AUDIO,
      sentAtUs: 5,
    });
  });

  it('copies the samples out of the buffer they came in', () => {
    const bytes = Buffer.from(encodeChunkEvent(AUDIO, 0));
    const decoded = decodeChunkEvent(bytes);
    bytes.fill(0);
    expect(decoded).toMatchObject({ event: { samples: Uint8Array.of(0xaa, 0xbb) } });
  });

  it('gives samples that can be viewed as 16-bit numbers', () => {
    const decoded = decodeChunkEvent(Buffer.from(encodeChunkEvent(AUDIO, 0)));
    expect(decoded).toMatchObject({ event: { samples: { byteOffset: 0 } } });
  });

  it('never throws on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(['event', 'invalid']).toContain(decodeChunkEvent(bytes).kind);
      }),
    );
  });

  it('never throws on random bytes behind a plausible header', () => {
    fc.assert(
      fc.property(fc.nat({ max: 7 }), fc.uint8Array({ maxLength: 60 }), (type, payload) => {
        const entry = encodeChunkEvent({ ...AUDIO, samples: payload }, 0);
        expect(['event', 'invalid']).toContain(decodeChunkEvent(changed(entry, 1, type)).kind);
      }),
    );
  });

  it('refuses every truncation', () => {
    fc.assert(
      fc.property(anyEvent, fc.double({ min: 0, max: 0.999 }), (event, share) => {
        const bytes = encodeChunkEvent(event, 0);
        const cut = bytes.subarray(0, Math.floor(bytes.byteLength * share));
        expect(decodeChunkEvent(cut).kind).toBe('invalid');
      }),
    );
  });

  it.each([
    { what: 'another version', offset: 0, value: 2, reason: 'header', address: null },
    { what: 'an unknown type', offset: 1, value: 9, reason: 'type', address: ADDRESS },
    {
      what: 'a payload length that lies',
      offset: 20,
      value: 3,
      reason: 'length',
      address: ADDRESS,
    },
    { what: 'attempt 0', offset: 12, value: 0, reason: 'attempt', address: null },
  ])('refuses $what', ({ offset, value, reason, address }) => {
    const bytes = changed(encodeChunkEvent(AUDIO, 0), offset, value);
    expect(decodeChunkEvent(bytes)).toEqual({ kind: 'invalid', address, reason });
  });

  it('refuses a time that is no number', () => {
    expect(decodeChunkEvent(encodeChunkEvent(AUDIO, NaN))).toMatchObject({ reason: 'clock' });
  });

  it('keeps the address of an entry whose payload is not the JSON it should be', () => {
    const audioCalledEnded = changed(encodeChunkEvent(AUDIO, 0), 1, 1);
    expect(decodeChunkEvent(audioCalledEnded)).toEqual({
      kind: 'invalid',
      address: ADDRESS,
      reason: 'payload',
    });
  });

  it('refuses a worker name that no worker can have', () => {
    const bytes = encodeChunkEvent({ kind: 'alive', worker: workerId('w-1') }, 0);
    expect(decodeChunkEvent(changed(bytes, 32 + 11, 0x20))).toMatchObject({ kind: 'invalid' });
  });

  it('has no address for a worker that is alive', () => {
    const bytes = encodeChunkEvent({ kind: 'alive', worker: workerId('w') }, 0);
    expect(decodeChunkEvent(changed(bytes, 20, 1))).toMatchObject({ address: null });
  });
});
