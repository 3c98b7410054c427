const MULAW_BIAS = 0x84;
const MULAW_CLIP = 32635;

/** Encodes one PCM16 sample by the µ-law of G.711 (bits inverted, as on the wire). */
export const toMulaw = (pcm: number): number => {
  const sign = pcm < 0 ? 0x80 : 0;
  // G.711 companding works on 14 bits: dropping the low two floors, for negative samples as well.
  const magnitude = Math.min(pcm < 0 ? -(pcm & ~3) : pcm & ~3, MULAW_CLIP) + MULAW_BIAS;
  const exponent = segment(magnitude);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
};

/** Encodes one PCM16 sample by the A-law of G.711 (even bits inverted, as on the wire). */
export const toAlaw = (pcm: number): number => {
  const mask = pcm >= 0 ? 0xd5 : 0x55;
  // A-law works on 13 bits; the negative half is mirrored around −1, so it has no second zero.
  const magnitude = pcm >= 0 ? pcm >> 3 : -(pcm >> 3) - 1;
  const exponent = segment(magnitude << 3);
  const shift = exponent < 2 ? 1 : exponent;
  return ((exponent << 4) | ((magnitude >> shift) & 0x0f)) ^ mask;
};

/** The number of the segment (0–7) in which a magnitude of up to 15 bits lies. */
const segment = (magnitude: number): number => Math.max(0, 24 - Math.clz32(magnitude));
