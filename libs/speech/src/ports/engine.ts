import type { WordTiming } from './chunk-stream.js';
import type { SpeakingStyle } from './synthesis-job.js';
import type { VoiceRecord } from './worker-registry.js';

/** What an engine can do; listed voices are installed, not necessarily loaded. */
export interface EngineCapabilities {
  readonly engine: string;
  readonly voices: readonly VoiceRecord[];
  /** True if a sentence can start at any sample without making those before it. */
  readonly seekable: boolean;
  readonly timings: boolean;
  readonly minSpeed: number;
  readonly maxSpeed: number;
}

/** A sentence as the engine gets it; samples here are native samples of the finished sentence. */
export interface SentenceRequest {
  readonly text: string;
  readonly language: string;
  readonly voice: string;
  readonly speaker: number | null;
  readonly style: SpeakingStyle;
  /** Unsigned 64-bit. */
  readonly seed: bigint;
  readonly fromSample: number;
  readonly toSample: number | null;
  readonly opensUtterance: boolean;
  readonly endsUtterance: boolean;
  readonly timings: boolean;
  /** Somebody waits for the first sound: it should come soon, even if the whole takes a little longer. Changes no sample. */
  readonly hurried: boolean;
  /** Only its length is wanted, and when all of its words are heard; no sample is made. */
  readonly outline?: boolean;
}

/** A stretch of finished native samples in −1..1, placed in the sentence. */
export interface NativeAudio {
  readonly sampleOffset: number;
  readonly samples: Float32Array;
}

/** The next thing a sentence needs: one uninterruptible model run. */
export interface Unit {
  readonly kind: 'encode' | 'decode';
  readonly sentence: OpenSentence;
  /** Units of one bucket may run as one batch (GPU). */
  readonly bucket: string;
  readonly estimatedCostMs: number;
  /** Audio that comes out, seconds; 0 for an encoder pass. */
  readonly audioSeconds: number;
}

/** What a unit brought. Word times are native samples. */
export interface UnitResult {
  readonly audio: NativeAudio | null;
  readonly words: readonly WordTiming[];
  /** Native samples of the whole sentence, once the last segment is encoded. */
  readonly totalSamples: number | null;
}

/** A sentence in progress; `nativeRate` in Hz. Closing it frees its buffers; later units are refused. */
export interface OpenSentence {
  readonly nativeRate: number;
  /** The voice's fixed gain in dB, applied after the engine, ahead of the limiter; absent = 0. */
  readonly gainDb?: number;
  /** The unit to run next; null when all of `fromSample`–`toSample` is made. One unit of a sentence runs at a time. */
  nextUnit(): Unit | null;
  close(): void;
}

/**
 * Makes speech from one sentence. Pure in its inputs: equal requests give equal samples on machines
 * with an equal fingerprint.
 *
 * - `open` is cheap: text rules and phonemes; no model runs. Rejects with a `SynthesisError`.
 * - `run` resolves with one result per unit, in order. It cannot be interrupted inside a unit; an
 *   aborted signal rejects before the unit starts.
 */
export interface Engine {
  readonly capabilities: EngineCapabilities;
  /** Hash of all that decides the bits; known after the warm-up sentence of the engine's start. */
  readonly fingerprint: string;
  open(request: SentenceRequest, signal: AbortSignal): Promise<OpenSentence>;
  run(units: readonly Unit[], signal: AbortSignal): Promise<readonly UnitResult[]>;
  /**
   * Has the threads record what their models do, into files whose names begin with `prefix`, or end
   * that and write them (null). The samples stay the same. Absent where there is nothing to record.
   */
  record?(prefix: string | null): Promise<void>;
  close(): Promise<void>;
}

/** Says why an engine cannot speak a sentence; `code` is one of the error catalogue. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
  constructor(
    readonly code: string,
    message: string,
    options: { readonly retryable?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.retryable = options.retryable ?? false;
  }
  /** True if another worker may do better. */
  readonly retryable: boolean;
}
