import { describe, expect, it } from '@jest/globals';

import { checksum } from './checksum.js';

/** The text on which catalogues of checks give their values. */
const CHECK = new TextEncoder().encode('123456789');

describe(checksum.name, () => {
  it.each([
    [8, 0x07, 0xf4],
    [16, 0x8005, 0xfee8],
    [32, 0x04c11db7, 0x89a1897f],
  ] as const)('of %d bits by %d agrees with the catalogue', (bits, polynomial, value) => {
    expect(checksum(bits, polynomial)(CHECK)).toBe(value);
  });

  it('of nothing is 0', () => {
    expect(checksum(16, 0x8005)(new Uint8Array(0))).toBe(0);
  });
});
