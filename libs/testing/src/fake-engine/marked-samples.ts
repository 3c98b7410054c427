/** Looked up once: under Jest, a global costs more than the multiplication. */
const { imul } = Math;

/**
 * Marked samples: value(mark, n) is a 14-bit hash of the sentence's mark and the sample's number, so
 * that audio proves by itself which sentence it belongs to, and that no sample is missing, repeated
 * or altered. Values stay within ±8192 (−12 dBFS): a post-chain with 0 dB of gain and equal rates
 * passes them unchanged.
 */
export const markedSample = (mark: bigint, sample: number): number =>
  markedValue(halvesOf(mark), sample);

/** The PCM16 values of samples `from` to `to` (exclusive) of the sentence with that mark. */
export const expectedSamples = (mark: bigint, from: number, to: number): Int16Array => {
  const halves = halvesOf(mark); // once: arithmetic with bigint is slow
  const samples = new Int16Array(Math.max(0, to - from));
  for (let i = 0; i < samples.length; i += 1) samples[i] = markedValue(halves, from + i);
  return samples;
};

type Halves = readonly [low: number, high: number];

const halvesOf = (mark: bigint): Halves => [
  Number(mark & 0xffffffffn),
  Number((mark >> 32n) & 0xffffffffn),
];

const markedValue = ([low, high]: Halves, sample: number): number =>
  (scrambled(low ^ scrambled(high ^ imul(sample, 0x9e3779b1))) >>> 18) - 8192;

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
  bits = imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
};
