import { createHash } from 'node:crypto';

/**
 * Derives the seed that decides all noise of a sentence: the first 8 bytes (big-endian) of
 * SHA-256 over session seed, voice and text, so that equal requests sound equal.
 */
export const sentenceSeed = (sessionSeed: bigint | null, voice: string, text: string): bigint =>
  createHash('sha256')
    .update(`${sessionSeed ?? 0n}\n${voice}\n${text}`)
    .digest()
    .readBigUInt64BE(0);
