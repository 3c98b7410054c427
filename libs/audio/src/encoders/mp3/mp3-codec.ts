import { createMp3Encoder, type WasmMediaEncoder } from 'wasm-media-encoders';

import { decodePcm16 } from '../../pcm16.js';
import type { EncodingWish } from '../audio-encoder.js';
import { concatenated, NO_BYTES, type Codec } from '../codec.js';
import { rateAmong, rateChange, type RateChange } from '../resampled.js';
import { MP3_HEADER_BYTES } from './frame-header.js';
import { infoFrame } from './info-frame.js';

type Lame = WasmMediaEncoder<'audio/mpeg'>;

/** Constant bitrates in kbit/s that are transparent for speech, and that the codec allows, by rate in Hz. */
const BITRATES = [
  [8000, 32],
  [11_025, 32],
  [12_000, 32],
  [16_000, 64],
  [22_050, 64],
  [24_000, 64],
  [32_000, 96],
  [44_100, 128],
  [48_000, 128],
] as const;

/** Encoders that are kept for the next streams: starting one takes a few milliseconds, and 16 MiB of addresses. */
const MAX_IDLE = 32;
const idle: Lame[] = [];

/** Starts an MP3 stream of constant bitrate. */
export const createMp3Codec = async (wish: EncodingWish): Promise<Codec> => {
  const rate = rateAmong(
    BITRATES.map(([known]) => known),
    wish.sampleRate,
  );
  const lame = idle.pop() ?? (await createMp3Encoder());
  const [, bitrate = 128] = BITRATES.find(([known]) => known === rate) ?? [];
  lame.configure({ sampleRate: rate, channels: 1, bitrate });
  return new Mp3Codec(lame, rateChange(wish.sampleRate, rate), wish.streamed);
};

class Mp3Codec implements Codec {
  #lame: Lame | null;
  #held: Uint8Array[] = [];
  #begun = false;
  #samples = 0;

  constructor(
    lame: Lame,
    private readonly change: RateChange,
    private readonly streamed: boolean,
  ) {
    this.#lame = lame;
  }

  encode(samples: Uint8Array): Uint8Array {
    return this.#give(this.#push(this.change.push(samples)));
  }

  finish(): Uint8Array {
    const rest = this.#push(this.change.finish());
    // Its output is overwritten by the next call, so it is copied at once.
    const last = this.#lame?.finalize().slice() ?? NO_BYTES;
    const tail = this.#give(concatenated([rest, last]));
    if (this.streamed) return tail;
    const stream = concatenated(this.#held);
    const info = infoFrame(stream, { stream, samples: this.#samples });
    return concatenated([info, stream]);
  }

  close(): void {
    if (this.#lame !== null && idle.length < MAX_IDLE) idle.push(this.#lame);
    this.#lame = null;
    this.#held = [];
  }

  #push(samples: Uint8Array): Uint8Array {
    this.#samples += samples.length / 2;
    if (samples.length === 0) return NO_BYTES;
    return this.#lame?.encode([decodePcm16(samples)]).slice() ?? NO_BYTES;
  }

  /** Streamed bytes go at once, behind the frame that tells of the delay; others wait for the end. */
  #give(bytes: Uint8Array): Uint8Array {
    if (!this.streamed) {
      this.#held.push(bytes);
      return NO_BYTES;
    }
    if (this.#begun || bytes.length < MP3_HEADER_BYTES) return bytes;
    this.#begun = true;
    return concatenated([infoFrame(bytes, null), bytes]);
  }
}
