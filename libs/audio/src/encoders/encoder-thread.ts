import type { Worker } from 'node:worker_threads';

import { EncoderError } from './audio-encoder.js';
import type { EncoderAnswer, EncoderCommand } from './thread-messages.js';

interface Call {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: EncoderError) => void;
}

/** What a thread is run with. */
export interface EncoderThreadOptions {
  /** Starts the thread's code. */
  readonly spawn: () => Worker;
  /** A thread that says nothing for so long, while it is asked, is given up, ms. */
  readonly silenceMs: number;
  /** The thread is gone with all its streams. */
  readonly onGone: () => void;
}

/** How long a thread that is asked to end may go on with what it has begun, ms. */
const END_MS = 2_000;

/** One life of one thread, and the calls that are out to it. */
export class EncoderThread {
  readonly #worker: Worker;
  readonly #calls = new Map<number, Call>();
  #lastCall = 0;
  #silence: NodeJS.Timeout | undefined;
  #gone = false;

  constructor(private readonly options: EncoderThreadOptions) {
    this.#worker = options.spawn();
    this.#worker.unref(); // a process that is done is not kept alive by it
    this.#worker.on('message', (answer: EncoderAnswer) => this.#hear(answer));
    this.#worker.on('error', (error) => this.#lose('died', error));
    this.#worker.on('exit', (code) => this.#lose(`ended with code ${code}`));
  }

  get load(): number {
    return this.#calls.size;
  }

  tell(command: Exclude<EncoderCommand, { readonly call: number }>): void {
    if (!this.#gone) this.#worker.postMessage(command);
  }

  /** Rejects with an `EncoderError`: the codec's refusal, or `thread_lost`. */
  ask(command: (call: number) => EncoderCommand): Promise<Uint8Array> {
    if (this.#gone) return Promise.reject(new EncoderError('thread_lost', 'the thread is gone'));
    const call = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      this.#calls.set(call, { resolve, reject });
      this.#silence ??= this.#listenOn();
      this.#worker.postMessage(command(call));
    });
  }

  /** Resolves when the thread has ended; calls that are out are answered, or reject. */
  async end(): Promise<void> {
    if (this.#gone) return;
    const ended = new Promise<void>((resolve) => {
      this.#worker.once('exit', () => resolve());
    });
    this.tell({ kind: 'end' });
    const overdue = setTimeout(() => void this.#worker.terminate(), END_MS);
    await ended;
    clearTimeout(overdue);
  }

  #hear(answer: EncoderAnswer): void {
    if (answer.kind !== 'progress') this.#settle(answer);
    clearTimeout(this.#silence);
    this.#silence = this.#calls.size > 0 ? this.#listenOn() : undefined;
  }

  #settle(answer: Exclude<EncoderAnswer, { readonly kind: 'progress' }>): void {
    const call = this.#calls.get(answer.call);
    this.#calls.delete(answer.call);
    if (answer.kind === 'bytes') call?.resolve(answer.bytes);
    else call?.reject(new EncoderError(answer.code, answer.message));
  }

  #listenOn(): NodeJS.Timeout {
    const { silenceMs } = this.options;
    return setTimeout(() => {
      this.#lose(`said nothing for ${silenceMs} ms`);
      void this.#worker.terminate();
    }, silenceMs);
  }

  #lose(what: string, cause?: unknown): void {
    if (this.#gone) return;
    this.#gone = true;
    clearTimeout(this.#silence);
    this.options.onGone();
    for (const { reject } of this.#calls.values())
      reject(new EncoderError('thread_lost', `the encoder thread ${what}`, cause));
    this.#calls.clear();
  }
}
