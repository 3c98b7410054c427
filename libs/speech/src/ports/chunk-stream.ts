import type { GatewayId, SentenceAddress, WorkerId } from './identifiers.js';

/** When one word is heard: output samples of the sentence, and where it stands in the sentence's text (UTF-16 offsets). */
export interface WordTiming {
  readonly word: string;
  readonly startSample: number;
  readonly endSample: number;
  readonly charStart: number;
  readonly charEnd: number;
}

/** Why a sentence could not be spoken; codes are those of the error catalogue. */
export interface SynthesisFailure {
  readonly code: string;
  /** For the client; never holds the text to be spoken. */
  readonly message: string;
  /** True if another worker may do better. */
  readonly retryable: boolean;
}

/** What a worker tells a gateway about one attempt, in the order made. */
export type ChunkEvent =
  | ({
      readonly kind: 'started';
      readonly worker: WorkerId;
      readonly fingerprint: string;
    } & SentenceAddress)
  | ({
      readonly kind: 'audio';
      readonly chunkIndex: number;
      /** Output sample of the sentence at which `samples` begins. */
      readonly sampleOffset: number;
      /** Little-endian PCM16, or one byte per sample (mulaw, alaw). Owned by the receiver. */
      readonly samples: Uint8Array;
    } & SentenceAddress)
  | ({ readonly kind: 'timing'; readonly words: readonly WordTiming[] } & SentenceAddress)
  /** How long the sentence is, known before all of it is made. */
  | ({ readonly kind: 'planned'; readonly totalSamples: number } & SentenceAddress)
  /** It goes on from another make's samples: all offsets lie so many samples behind this worker's own from now on. */
  | ({ readonly kind: 'joined'; readonly shift: number } & SentenceAddress)
  /** The slice ended at `toSample`; the sentence goes on at `nextSample`. */
  | ({ readonly kind: 'yielded'; readonly nextSample: number } & SentenceAddress)
  | ({ readonly kind: 'ended'; readonly totalSamples: number } & SentenceAddress)
  | ({ readonly kind: 'failed'; readonly failure: SynthesisFailure } & SentenceAddress)
  /** Sent per worker and gateway every 250 ms while the worker holds work of that gateway. */
  | { readonly kind: 'alive'; readonly worker: WorkerId };

/**
 * The worker's way back to the gateways.
 *
 * - Events of one sentence arrive in the order sent, each at most once.
 * - `send` resolves to `gateway-gone` when the gateway no longer listens: abort all its jobs.
 * - It rejects when the broker stays unreachable or has no memory; the event is then lost and the
 *   attempt must end as failed. At most 8 sends are outstanding; more wait for their turn.
 */
export interface ChunkSink {
  send(gateway: GatewayId, event: ChunkEvent): Promise<'sent' | 'gateway-gone'>;
  /**
   * Resolves to how long a gateway has not shown that it listens, ms by the broker's clock; a living one
   * shows it every 500 ms. 0 for one that is gone: a `send` tells that. Rejects when the broker stays
   * unreachable.
   */
  silenceOf(gateway: GatewayId): Promise<number>;
  close(): Promise<void>;
}

/** What the gateway hears from its stream. */
export interface ChunkListener {
  event(event: ChunkEvent): void;
  /**
   * Everything sent until at most 400 ms ago has been heard: a read came back empty, or (on a busy
   * stream, where none ever does) not full. Silence is judged only now.
   */
  caughtUp(): void;
  /** An entry that is no chunk event was dropped; `address` where it could still be read. */
  invalid(address: SentenceAddress | null): void;
  /** The stream had vanished (restart, failover, flush) and was made anew: unfinished work must be queued again. */
  lost(): void;
}

/** The gateway's end of its own chunk stream; exactly one reader per gateway. */
export interface ChunkSource {
  /** Resolves when workers can send: do it before the first job. */
  start(listener: ChunkListener): Promise<void>;
  /** Removes the stream: workers that still send learn that the gateway is gone. */
  close(): Promise<void>;
}
