/** Calculates a cyclic redundancy check over bytes, highest bit first, beginning with 0. */
export type Checksum = (bytes: Uint8Array) => number;

/** Builds a check of 8 to 32 bits from its polynomial. */
export const checksum = (bits: 8 | 16 | 32, polynomial: number): Checksum => {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => entry(byte, bits, polynomial));
  const mask = bits === 32 ? 0xffffffff : (1 << bits) - 1;
  return (bytes) => {
    let crc = 0;
    for (const byte of bytes)
      crc = ((crc << 8) ^ (table[((crc >>> (bits - 8)) ^ byte) & 0xff] ?? 0)) & mask;
    return crc >>> 0;
  };
};

const entry = (byte: number, bits: number, polynomial: number): number => {
  let crc = byte << (bits - 8);
  const top = 2 ** (bits - 1);
  for (let bit = 0; bit < 8; bit++) {
    const carries = (crc & top) !== 0;
    crc = (crc << 1) ^ (carries ? polynomial : 0);
  }
  return crc;
};
