import { Worker } from 'node:worker_threads';

import {
  EncoderError,
  type AudioEncoder,
  type EncoderPool,
  type EncodingWish,
} from './audio-encoder.js';
import type { CompressedFormat } from './create-codec.js';
import { EncoderThread } from './encoder-thread.js';
import { createPlainEncoder } from './plain-encoder.js';
import { ThreadedEncoder } from './threaded-encoder.js';
import { compiledUrl } from './compiled-url.js';

/** How many threads encode, and how a pool is bounded. */
export interface EncoderPoolOptions {
  readonly threads: number;
  /** Compressed streams at a time; one more is refused as `overloaded`. 2000 by default. */
  readonly maxStreams?: number;
  /** A thread that gets on with nothing for so long is replaced, and its streams fail, ms. 10 000 by default. */
  readonly silenceMs?: number;
}

/**
 * Makes a pool whose threads start with the first stream that needs one. A thread that dies takes its
 * streams with it, each as `thread_lost`; the next stream gets a new one.
 */
export const createEncoderPool = (options: EncoderPoolOptions): EncoderPool =>
  new ThreadedPool(options);

/**
 * Opus as WebAssembly, a third as fast as its native build but safe: that one brings the process down
 * when a thread that has loaded it ends.
 */
const THREAD_ENV = { OPUS_FORCE_WASM: '1' };

interface Lane {
  thread: EncoderThread | null;
  readonly streams: Set<AudioEncoder>;
}

class ThreadedPool implements EncoderPool {
  readonly #lanes: readonly Lane[];
  #lastStream = 0;
  #closed = false;

  constructor(private readonly options: EncoderPoolOptions) {
    this.#lanes = Array.from({ length: options.threads }, () => ({
      thread: null,
      streams: new Set<AudioEncoder>(),
    }));
  }

  open(wish: EncodingWish): AudioEncoder {
    if (this.#closed) throw new EncoderError('closed', 'the encoder pool is closed');
    switch (wish.format) {
      case 'wav':
      case 'pcm':
      case 'mulaw':
      case 'alaw':
        return createPlainEncoder(wish);
      case 'mp3':
      case 'opus':
      case 'flac':
      case 'aac':
        return this.#openInThread(wish.format, wish);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { streams } of this.#lanes) for (const stream of streams) stream.close();
    await Promise.all(this.#lanes.map(async ({ thread }) => thread?.end()));
  }

  #openInThread(format: CompressedFormat, wish: EncodingWish): AudioEncoder {
    const { maxStreams = 2000 } = this.options;
    if (this.#openStreams >= maxStreams)
      throw new EncoderError('overloaded', `${maxStreams} streams are being encoded`);
    const lane = this.#quietestLane();
    const thread = (lane.thread ??= this.#startThread(lane));
    const stream = ++this.#lastStream;
    thread.tell({ kind: 'open', stream, format, wish });
    const encoder = new ThreadedEncoder(thread, stream, () => lane.streams.delete(encoder));
    lane.streams.add(encoder);
    return encoder;
  }

  get #openStreams(): number {
    return this.#lanes.reduce((sum, { streams }) => sum + streams.size, 0);
  }

  #quietestLane(): Lane {
    const [first, ...others] = this.#lanes;
    if (first === undefined) throw new TypeError('an encoder pool needs a thread');
    return others.reduce(
      (quietest, lane) => (lane.streams.size < quietest.streams.size ? lane : quietest),
      first,
    );
  }

  #startThread(lane: Lane): EncoderThread {
    return new EncoderThread({
      // Without the process's own flags: some (`--input-type`) do not fit a file.
      spawn: () =>
        new Worker(compiledUrl('./encoder.thread.js', import.meta.url), {
          execArgv: [],
          env: THREAD_ENV,
        }),
      silenceMs: this.options.silenceMs ?? 10_000,
      onGone: () => {
        lane.thread = null;
      },
    });
  }
}
