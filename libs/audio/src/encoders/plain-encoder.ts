import { g711WavHeader, wavHeader } from '../wav.js';
import { EncoderError, type AudioEncoder, type EncodingWish } from './audio-encoder.js';
import { concatenated, NO_BYTES } from './codec.js';
import { sampleEncodingOf } from './format.js';

/** Begins a stream of a format that only puts a header, or nothing, ahead of the samples. */
export const createPlainEncoder = (wish: EncodingWish): AudioEncoder => {
  const isWav = wish.format === 'wav' || wish.container === 'wav';
  if (!isWav) return new PlainEncoder(null);
  return wish.streamed ? new PlainEncoder(headerOf(wish, 'streaming')) : new WavFileEncoder(wish);
};

const headerOf = (wish: EncodingWish, dataBytes: number | 'streaming'): Uint8Array => {
  const encoding = sampleEncodingOf(wish.format);
  return encoding === 'pcm16'
    ? wavHeader(wish.sampleRate, wish.channels, dataBytes)
    : g711WavHeader(wish.sampleRate, encoding, dataBytes);
};

const closedError = (): EncoderError => new EncoderError('closed', 'the encoder is closed');

/** Passes samples on, behind a header if there is one. */
class PlainEncoder implements AudioEncoder {
  #closed = false;

  constructor(private header: Uint8Array | null) {}

  encode(samples: Uint8Array): Promise<Uint8Array> {
    if (this.#closed) return Promise.reject(closedError());
    const head = this.header;
    this.header = null;
    return Promise.resolve(head === null ? samples : concatenated([head, samples]));
  }

  async finish(): Promise<Uint8Array> {
    const last = await this.encode(NO_BYTES);
    this.close();
    return last;
  }

  close(): void {
    this.#closed = true;
  }
}

/** Holds all samples: the header ahead of them tells how many there are. */
class WavFileEncoder implements AudioEncoder {
  #held: Uint8Array[] = [];
  #closed = false;

  constructor(private readonly wish: EncodingWish) {}

  encode(samples: Uint8Array): Promise<Uint8Array> {
    if (this.#closed) return Promise.reject(closedError());
    this.#held.push(samples);
    return Promise.resolve(NO_BYTES);
  }

  finish(): Promise<Uint8Array> {
    if (this.#closed) return Promise.reject(closedError());
    const dataBytes = this.#held.reduce((sum, { length }) => sum + length, 0);
    const padding = new Uint8Array(dataBytes % 2); // chunks have even lengths
    const file = concatenated([headerOf(this.wish, dataBytes), ...this.#held, padding]);
    this.close();
    return Promise.resolve(file);
  }

  close(): void {
    this.#closed = true;
    this.#held = [];
  }
}
