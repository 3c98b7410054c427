import type { Received } from '@chorale/testing';

/** A sentence as a client heard it. */
export interface HeardSentence {
  readonly utterance: number;
  readonly index: number;
  readonly text: string;
  readonly samples: Int16Array;
  /** `open`: neither ended nor failed. */
  readonly end: 'done' | 'failed' | 'open';
}

/** All that a client heard of one session, sorted. */
export interface HeardSession {
  readonly sentences: readonly HeardSentence[];
  /** Utterances whose last word came, and whether they were cancelled. */
  readonly utterances: readonly { readonly index: number; readonly cancelled: boolean }[];
  readonly errors: readonly string[];
  /** Frames and messages that came out of turn. */
  readonly disorder: readonly string[];
  /** Null while the connection stands. */
  readonly closeCode: number | null;
}

/** Sorts what came, in the order in which it came. */
export const sortReceived = (received: readonly Received[]): HeardSession => {
  const sorter = new Sorter();
  for (const item of received) sorter.take(item);
  return sorter.end();
};

type Message = Readonly<Record<string, unknown>>;

class Sorter {
  readonly #sentences: HeardSentence[] = [];
  readonly #utterances: { readonly index: number; readonly cancelled: boolean }[] = [];
  readonly #errors: string[] = [];
  readonly #disorder: string[] = [];
  #open: Omit<HeardSentence, 'samples' | 'end'> | null = null;
  #frames: Uint8Array[] = [];
  #closeCode: number | null = null;

  take(item: Received): void {
    switch (item.kind) {
      case 'audio':
        return this.#hear(item.bytes);
      case 'closed':
        this.#closeCode = item.code;
        return;
      case 'json':
        return this.#read(item.message);
    }
  }

  end(): HeardSession {
    if (this.#open !== null) this.#finish('open');
    return {
      sentences: this.#sentences,
      utterances: this.#utterances,
      errors: this.#errors,
      disorder: this.#disorder,
      closeCode: this.#closeCode,
    };
  }

  #hear(bytes: Uint8Array): void {
    if (this.#open === null) this.#disorder.push('audio outside of a sentence');
    this.#frames.push(bytes);
  }

  #read(message: Message): void {
    const index = Number(message['utterance_index']);
    switch (message['type']) {
      case 'audio.start':
        return this.#begin(message);
      case 'audio.done':
        return this.#done(message);
      case 'session.done':
        this.#utterances.push({ index, cancelled: message['cancelled'] === true });
        return;
      case 'error':
        this.#errors.push(String(message['message']));
    }
  }

  #begin(message: Message): void {
    if (this.#open !== null) this.#disorder.push('a sentence began before the last one ended');
    this.#open = {
      utterance: Number(message['utterance_index']),
      index: Number(message['sentence_index']),
      text: String(message['sentence_text']),
    };
  }

  #done({ sentence_index: index, total_bytes: bytes, error }: Message): void {
    if (this.#open?.index !== index) this.#disorder.push('a sentence ended that had not begun');
    const heardBytes = this.#frames.reduce((sum, frame) => sum + frame.byteLength, 0);
    if (bytes !== heardBytes) this.#disorder.push(`${heardBytes} bytes came of ${String(bytes)}`);
    this.#finish(error === true ? 'failed' : 'done');
  }

  #finish(end: HeardSentence['end']): void {
    if (this.#open === null) return;
    const pcm = Buffer.concat(this.#frames);
    const samples = new Int16Array(
      pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + pcm.byteLength),
    );
    this.#sentences.push({ ...this.#open, samples, end });
    this.#open = null;
    this.#frames = [];
  }
}
