import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { toAlaw, toMulaw } from './g711.js';

const digest = (encode: (pcm: number) => number): string => {
  const allPcm16 = Array.from({ length: 65536 }, (_, index) => index - 32768);
  return createHash('sha256').update(Uint8Array.from(allPcm16, encode)).digest('hex');
};

describe('G.711', () => {
  it.each([
    { pcm: 0, mulaw: 0xff, alaw: 0xd5 },
    { pcm: -1, mulaw: 0x7e, alaw: 0x55 },
    { pcm: 1000, mulaw: 0xce, alaw: 0xfa },
    { pcm: -1000, mulaw: 0x4e, alaw: 0x7a },
    { pcm: 32767, mulaw: 0x80, alaw: 0xaa },
    { pcm: -32768, mulaw: 0x00, alaw: 0x2a },
  ])('encodes $pcm by both laws', ({ pcm, mulaw, alaw }) => {
    expect([toMulaw(pcm), toAlaw(pcm)]).toEqual([mulaw, alaw]);
  });

  // SHA-256 over −32768…32767, made with `lin2ulaw` and `lin2alaw` of CPython 3.11's audioop.
  it.each([
    {
      encode: toMulaw,
      sha256: '81d633c9e6972a18c74a58720b96cb8ca0bdd096d4060b646dd708c3b846019a',
    },
    {
      encode: toAlaw,
      sha256: '38488f6fd710f4686360edc4d38639f96c491595ef93f8eb8d62d5e07ca6ce7b',
    },
  ])('agrees with the reference tables on every PCM16 value ($encode.name)', (row) => {
    expect(digest(row.encode)).toBe(row.sha256);
  });
});
