/**
 * Marked samples: value(mark, n) is a 14-bit hash of the sentence's mark and the sample's number, so
 * that audio proves by itself which sentence it belongs to, and that no sample is missing, repeated
 * or altered. Values stay within ±8192 (−12 dBFS): a post-chain with 0 dB of gain and equal rates
 * passes them unchanged.
 */
export const markedSample = (mark: bigint, sample: number): number => {
  const low = Number(mark & 0xffffffffn);
  const high = Number((mark >> 32n) & 0xffffffffn);
  return (scrambled(low ^ scrambled(high ^ Math.imul(sample, 0x9e3779b1))) >>> 18) - 8192;
};

/** The PCM16 values of samples `from` to `to` (exclusive) of the sentence with that mark. */
export const expectedSamples = (mark: bigint, from: number, to: number): Int16Array =>
  Int16Array.from({ length: Math.max(0, to - from) }, (_, i) => markedSample(mark, from + i));

/** A mark made from the text alone, for checkers that do not know the sentence's seed. */
export const markOfText = (text: string): bigint => {
  let mark = 0xcbf29ce484222325n;
  for (const unit of Buffer.from(text, 'utf8')) {
    mark = BigInt.asUintN(64, (mark ^ BigInt(unit)) * 0x100000001b3n);
  }
  return mark;
};

/** The finalizer of MurmurHash3: every input bit changes about half of the output bits. */
const scrambled = (value: number): number => {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
};
