import { Encoder } from '@evan/opus';

import type { EncodingWish } from '../audio-encoder.js';
import { BlockBuffer } from '../block-buffer.js';
import { concatenated, type Codec } from '../codec.js';
import { rateAmong, rateChange, type RateChange } from '../resampled.js';
import { oggPage, type OggPage } from './ogg-page.js';
import { opusHead, opusTags } from './opus-headers.js';

const OPUS_RATES = [8000, 12000, 16000, 24000, 48000] as const;
/** Ogg counts Opus at this rate (Hz), whatever it was made from. */
const GRANULE_RATE = 48_000;
const PACKETS_PER_SECOND = 50;
/** A tenth of a second per page: that long a listener waits for a page to fill. */
const PACKETS_PER_PAGE = 5;
/** From `opus_defines.h`: how many samples the decoder's output lags behind. */
const OPUS_GET_LOOKAHEAD = 4027;
/** Speech is transparent from here on, bits per second. */
const BITRATE = 48_000;

/** Opus in Ogg; rates that Opus does not know become the next one that it does. */
export const createOpusCodec = (wish: EncodingWish): Codec =>
  new OpusCodec(wish.sampleRate, rateAmong(OPUS_RATES, wish.sampleRate));

class OpusCodec implements Codec {
  readonly #encoder: Encoder;
  readonly #change: RateChange;
  readonly #blocks: BlockBuffer;
  readonly #frameSamples: number;
  /** Granules that a decoder drops at the start. */
  readonly #preSkip: number;
  readonly #granulesPerSample: number;
  #pages: Uint8Array[] = [];
  #packets: Uint8Array[] = [];
  #sequence = 0;
  #samples = 0;
  #packetsMade = 0;

  constructor(inputRate: number, codecRate: number) {
    this.#encoder = new Encoder({
      channels: 1,
      sample_rate: opusRate(codecRate),
      application: 'audio',
    });
    this.#encoder.bitrate = BITRATE;
    this.#change = rateChange(inputRate, codecRate);
    this.#frameSamples = codecRate / PACKETS_PER_SECOND;
    this.#blocks = new BlockBuffer(this.#frameSamples);
    this.#granulesPerSample = GRANULE_RATE / codecRate;
    this.#preSkip = this.#encoder.ctl(OPUS_GET_LOOKAHEAD) * this.#granulesPerSample;
    this.#addPage({ packets: [opusHead(inputRate, this.#preSkip)], granule: 0, position: 'first' });
    this.#addPage({ packets: [opusTags()], granule: 0, position: 'middle' });
  }

  encode(samples: Uint8Array): Uint8Array {
    this.#push(this.#change.push(samples));
    return this.#take();
  }

  finish(): Uint8Array {
    this.#push(this.#change.finish());
    const end = this.#preSkip + this.#samples * this.#granulesPerSample;
    const toMake = Math.ceil(end / this.#granulesPerSample / this.#frameSamples);
    this.#flush(toMake - this.#packetsMade);
    this.#addPage({ packets: this.#packets, granule: end, position: 'last' });
    return this.#take();
  }

  close(): void {
    this.#pages = [];
    this.#packets = [];
  }

  #push(samples: Uint8Array): void {
    this.#samples += samples.length / 2;
    this.#blocks.push(samples, (block) => this.#encode(block));
  }

  /** The rest and then silence, until the decoder's lag is made up for. */
  #flush(packets: number): void {
    for (let i = 0; i < packets; i++) {
      const block = new Int16Array(this.#frameSamples);
      if (i === 0) block.set(this.#blocks.rest);
      this.#encode(block);
    }
  }

  /** A page goes when the next packet shows that it is not the last. */
  #encode(block: Int16Array): void {
    if (this.#packets.length === PACKETS_PER_PAGE) {
      const granule = this.#packetsMade * this.#frameSamples * this.#granulesPerSample;
      this.#addPage({ packets: this.#packets, granule, position: 'middle' });
      this.#packets = [];
    }
    this.#packets.push(this.#encoder.encode(block).slice());
    this.#packetsMade++;
  }

  #addPage(page: Omit<OggPage, 'sequence'>): void {
    this.#pages.push(oggPage({ ...page, sequence: this.#sequence++ }));
  }

  #take(): Uint8Array {
    const bytes = concatenated(this.#pages);
    this.#pages = [];
    return bytes;
  }
}

const opusRate = (rate: number): (typeof OPUS_RATES)[number] => {
  const known = OPUS_RATES.find((candidate) => candidate === rate);
  if (known === undefined) throw new TypeError(`Opus has no rate of ${rate} Hz`);
  return known;
};
