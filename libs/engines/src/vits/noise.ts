/** What a stretch of noise is for; streams never share numbers. */
export const NOISE_STREAM = { durations: 1, latent: 2 } as const;

/** A sentence's seed as the two words of a Philox key. */
export interface NoiseKey {
  readonly low: number;
  readonly high: number;
}

/** Splits an unsigned 64-bit seed. */
export const noiseKey = (seed: bigint): NoiseKey => ({
  low: Number(BigInt.asUintN(32, seed)),
  high: Number(BigInt.asUintN(32, seed >> 32n)),
});

/** Where a row of noise stands: each row of each segment of each stream is independent of all others. */
export interface NoiseRow {
  readonly stream: number;
  readonly segment: number;
  readonly row: number;
}

const WORDS = 4;
const ROUNDS = 10;
const TWO_32 = 2 ** 32;

/**
 * Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): replaces the
 * counter in `words` by four random words, a pure function of counter and key.
 */
export const philox = (words: Uint32Array, key: NoiseKey): void => {
  let a = words[0] ?? 0;
  let b = words[1] ?? 0;
  let c = words[2] ?? 0;
  let d = words[3] ?? 0;
  let low = key.low | 0;
  let high = key.high | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const highA = multiplyHigh(0xd2511f53, a);
    const highC = multiplyHigh(0xcd9e8d57, c);
    const lowA = Math.imul(0xd2511f53, a);
    const lowC = Math.imul(0xcd9e8d57, c);
    a = highC ^ b ^ low;
    b = lowC;
    c = highA ^ d ^ high;
    d = lowA;
    low = (low + 0x9e3779b9) | 0;
    high = (high + 0xbb67ae85) | 0;
  }
  words[0] = a;
  words[1] = b;
  words[2] = c;
  words[3] = d;
};

/** Upper 32 bits of the product of two 32-bit words, from products of their halves. */
const multiplyHigh = (x: number, y: number): number => {
  const xLow = x & 0xffff;
  const xHigh = x >>> 16;
  const yLow = y & 0xffff;
  const yHigh = y >>> 16;
  const middle = Math.imul(xHigh, yLow) + (Math.imul(xLow, yLow) >>> 16);
  const carry = (Math.imul(xLow, yHigh) >>> 0) + (middle & 0xffff);
  return (Math.imul(xHigh, yHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
};

/**
 * Fills `out` with normal noise that depends on the key and the row alone, so that any window of
 * rows, in any order and any process, has the same numbers.
 */
export const fillNormals = (out: Float32Array, key: NoiseKey, at: NoiseRow): void => {
  const words = new Uint32Array(WORDS);
  for (let block = 0; block * WORDS < out.length; block++) {
    words[0] = at.row;
    words[1] = block;
    words[2] = at.stream;
    words[3] = at.segment;
    philox(words, key);
    putPair(out, block * WORDS, words[0], words[1]);
    putPair(out, block * WORDS + 2, words[2], words[3]);
  }
};

/** Box–Muller: two uniform words become two normal numbers. What lies outside of `out` is dropped. */
const putPair = (out: Float32Array, index: number, first: number, second: number): void => {
  const radius = Math.sqrt(-2 * Math.log((first + 1) / TWO_32));
  const angle = (2 * Math.PI * second) / TWO_32;
  out[index] = radius * Math.cos(angle);
  out[index + 1] = radius * Math.sin(angle);
};
