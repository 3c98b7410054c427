import type { AudioFormat } from '@chorale/speech';

/** What an encoder is to make. */
export interface EncodingWish {
  readonly format: AudioFormat;
  /** Hz of the samples that go in; a compressed format may come out at another that its codec knows. */
  readonly sampleRate: number;
  readonly channels: 1;
  /**
   * True: bytes come as early as the format allows, and its header names no length. False: one complete
   * file with exact lengths.
   */
  readonly streamed: boolean;
  /** Where `mulaw` and `alaw` stand: bare (by default), or in a WAV file; others have their own container. */
  readonly container?: 'raw' | 'wav';
}

/**
 * Turns the samples of one stream into the bytes of its format. Any cut of the samples gives the same
 * bytes. The calls of one encoder are carried out in order; all reject with an `EncoderError`.
 */
export interface AudioEncoder {
  /**
   * Takes samples as workers make them (`sampleEncodingOf`: little-endian PCM16, or G.711 bytes), any
   * whole number of them; gives the bytes that are ready, maybe none.
   */
  encode(samples: Uint8Array): Promise<Uint8Array>;
  /** Gives the last bytes; the encoder is then closed. */
  finish(): Promise<Uint8Array>;
  /** Drops the stream: nothing of it stays, and calls that are out reject as `closed`. */
  close(): void;
}

/**
 * Why a stream cannot be encoded: its thread died, it was closed, more was pushed than an encoder holds,
 * a file grew too long, or the codec refused.
 */
export type EncoderErrorCode = 'thread_lost' | 'closed' | 'overloaded' | 'too_long' | 'failed';

/** A stream that cannot be encoded to its end; another one may do well. */
export class EncoderError extends Error {
  override readonly name = 'EncoderError';
  constructor(
    readonly code: EncoderErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** Threads that encode, and all that is encoded without one. */
export interface EncoderPool {
  /** Begins a stream; cheap formats need no thread. */
  open(wish: EncodingWish): AudioEncoder;
  /** Ends the threads; streams that are open reject as `closed`. */
  close(): Promise<void>;
}
