/** Scale of a full-scale sample; −1 is −32768, +1 would be 32768 and is clipped to 32767. */
const FULL_SCALE = 32768;

/**
 * Converts one sample in −1..1 to PCM16 as libsndfile does with clipping: `clamp(floor(x * 32768))`,
 * NaN as −32768.
 */
export const toPcm16 = (sample: number): number => {
  const scaled = Math.floor(sample * FULL_SCALE);
  // NaN fails this comparison, and so falls to the bottom like −∞.
  if (!(scaled > -FULL_SCALE)) return -FULL_SCALE;
  return scaled < FULL_SCALE ? scaled : FULL_SCALE - 1;
};

/** Encodes samples in −1..1 as little-endian PCM16, two bytes each. */
export const encodePcm16 = (samples: Float32Array | Float64Array): Uint8Array => {
  const bytes = new Uint8Array(samples.length * 2);
  let at = 0;
  for (const sample of samples) {
    const value = toPcm16(sample);
    bytes[at++] = value & 0xff;
    bytes[at++] = (value >> 8) & 0xff;
  }
  return bytes;
};

/** Decodes little-endian PCM16 to samples in −1..1; encoding them again gives the same bytes. */
export const decodePcm16 = (bytes: Uint8Array): Float32Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array(bytes.length >> 1);
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(i * 2, true) / FULL_SCALE;
  return samples;
};
