import { EncoderError, type AudioEncoder } from './audio-encoder.js';
import type { EncoderThread } from './encoder-thread.js';

/** Samples that may wait in a stream beside those of its first call, bytes. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** One stream, encoded in a thread. */
export class ThreadedEncoder implements AudioEncoder {
  #waitingBytes = 0;
  #closed = false;
  /** Rejects the calls that are out. */
  readonly #closing = new AbortController();

  constructor(
    private readonly thread: EncoderThread,
    private readonly stream: number,
    private readonly onClosed: () => void,
  ) {}

  async encode(samples: Uint8Array): Promise<Uint8Array> {
    const waiting = this.#waitingBytes;
    if (waiting > 0 && waiting + samples.length > MAX_WAITING_BYTES)
      throw new EncoderError('overloaded', 'more samples were pushed than an encoder holds');
    this.#waitingBytes += samples.length;
    try {
      const { stream } = this;
      return await this.#ask((call) => ({ kind: 'encode', stream, call, samples }));
    } finally {
      this.#waitingBytes -= samples.length;
    }
  }

  async finish(): Promise<Uint8Array> {
    const { stream } = this;
    const last = await this.#ask((call) => ({ kind: 'finish', stream, call }));
    this.#end();
    return last;
  }

  close(): void {
    if (this.#closed) return;
    this.#end();
    this.thread.tell({ kind: 'drop', stream: this.stream });
    this.#closing.abort();
  }

  #end(): void {
    if (!this.#closed) this.onClosed();
    this.#closed = true;
  }

  #ask(command: Parameters<EncoderThread['ask']>[0]): Promise<Uint8Array> {
    if (this.#closed) return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      const onClose = (): void => reject(closedError());
      const { signal } = this.#closing;
      signal.addEventListener('abort', onClose, { once: true });
      this.thread
        .ask(command)
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', onClose));
    });
  }
}

const closedError = (): EncoderError => new EncoderError('closed', 'the encoder is closed');
