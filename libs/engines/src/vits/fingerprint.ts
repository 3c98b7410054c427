import { createHash } from 'node:crypto';

/** Changes whenever equal requests would give other samples: graphs, windows, noise, trimming, pauses, speed. */
const ENGINE_VERSION = 2;
/** Changes whenever equal text would be spelt otherwise: normalisation, clauses, segments, phonemes. */
const TEXT_RULES_VERSION = 1;

/** What the bits depend on, beside the code. */
export interface FingerprintParts {
  /** SHA-256 of each voice's model, in the order of the voices' ids. */
  readonly modelHashes: readonly string[];
  /** Version of ONNX Runtime. */
  readonly runtime: string;
  readonly provider: string;
  /** Version of Node: its mathematics and its rules of Unicode. */
  readonly node: string;
  /** What the machine makes of a known sentence: kinds of processors differ in the last bit. */
  readonly warmUp: readonly Float32Array[];
}

/** Hashes all that decides the bits of a sentence; hex. Engines with equal fingerprints give equal samples. */
export const fingerprintOf = (parts: FingerprintParts): string => {
  const { warmUp, ...facts } = parts;
  const hash = createHash('sha256');
  hash.update(JSON.stringify({ ...facts, ENGINE_VERSION, TEXT_RULES_VERSION }));
  for (const { buffer, byteOffset, byteLength } of warmUp)
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
};
