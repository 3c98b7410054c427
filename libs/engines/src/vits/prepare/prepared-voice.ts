import type { VitsPlan } from '../graph/plan.js';

/** The parts that a voice's model is split into (the decoder is the front and the back); also the names of their files. */
export const PARTS = ['encoder', 'flow', 'front', 'back'] as const;

/** One of `PARTS`. */
export type Part = (typeof PARTS)[number];

/** A voice whose model lies split in the cache. */
export interface PreparedVoice {
  /** SHA-256 of the original model file, hex. */
  readonly modelHash: string;
  readonly plan: VitsPlan;
  /** Absolute paths. */
  readonly files: Readonly<Record<Part, string>>;
  /** All files together. */
  readonly bytes: number;
}

/** Asks the preparing thread for one voice. */
export interface PrepareCommand {
  readonly kind: 'prepare';
  readonly modelPath: string;
  readonly cacheDir: string;
}
