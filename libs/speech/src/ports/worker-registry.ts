import type { WorkerId } from './identifiers.js';

/** A voice as the cluster sees it. */
export interface VoiceRecord {
  readonly id: string;
  /** BCP-47 tag. */
  readonly language: string;
  readonly engine: string;
  /** Hz of the model itself. */
  readonly nativeRate: number;
  readonly speakers: number;
}

/** What a worker says about itself every second. */
export interface WorkerRecord {
  readonly worker: WorkerId;
  readonly voiceClass: string;
  readonly voices: readonly VoiceRecord[];
  readonly defaultVoice: string;
  readonly fingerprint: string;
  /** Inference threads. */
  readonly threads: number;
  /** Sentences held now. */
  readonly open: number;
  /** Thread-seconds that a second of audio costs it, measured; null until it has made some. */
  readonly costPerAudioSecond: number | null;
  /** The share of their time that its threads were busy of late, 0–1. */
  readonly load: number;
  /** How long its jobs took of late from being taken to their first audio, ms; null until one has. */
  readonly firstChunkMs: number | null;
  readonly draining: boolean;
  readonly version: string;
}

/**
 * Who can speak. A record lives 5 s unless renewed; a worker renews it every second.
 * All workers of a class serve the same voices: `announce` rejects with `VoiceSetMismatch` when a
 * living worker of the class serves others.
 */
export interface WorkerRegistry {
  announce(record: WorkerRecord): Promise<void>;
  withdraw(worker: WorkerId): Promise<void>;
  list(): Promise<readonly WorkerRecord[]>;
  close(): Promise<void>;
}

/** A worker's voices differ from those of its class. */
export class VoiceSetMismatch extends Error {
  override readonly name = 'VoiceSetMismatch';
}
