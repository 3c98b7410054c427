import { registerAacEncoder } from '@mediabunny/aac-encoder';
import {
  AdtsOutputFormat,
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  Output,
  Quality,
} from 'mediabunny';

import { EncoderError, type EncodingWish } from './audio-encoder.js';
import { concatenated, NO_BYTES, type Codec } from './codec.js';
import { rateAmong, rateChange, type RateChange } from './resampled.js';

const AAC_RATES = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000] as const;
/** Transparent for speech, bits per second. */
const BITRATE = 96_000;
const BITRATE_OF_NARROW_BAND = 48_000;
/** Below it, so many bits find no use. */
const WIDE_BAND_RATE = 16_000;
/** PCM that is held for one file, bytes: 23 minutes at 24 kHz. */
const MAX_PCM_BYTES = 64 * 1024 * 1024;
const SAMPLES_PER_PIECE = 48_000;

/** The library runs each encoder in a thread of its own: one after the other, there is one at a time. */
let previous: Promise<unknown> = Promise.resolve();

/** AAC in ADTS, as a whole file alone: its samples wait for the last one. */
export const createAacCodec = (wish: EncodingWish): Codec =>
  new AacCodec(wish.sampleRate, rateAmong(AAC_RATES, wish.sampleRate));

class AacCodec implements Codec {
  readonly #change: RateChange;
  #held: Uint8Array[] = [];
  #heldBytes = 0;

  constructor(
    inputRate: number,
    private readonly codecRate: number,
  ) {
    this.#change = rateChange(inputRate, codecRate);
  }

  encode(samples: Uint8Array): Uint8Array {
    this.#hold(this.#change.push(samples));
    return NO_BYTES;
  }

  finish(onProgress: () => void): Promise<Uint8Array> {
    this.#hold(this.#change.finish());
    const pcm = concatenated(this.#held);
    this.#held = [];
    const encoded = previous.then(() => encodeFile(pcm, this.codecRate, onProgress));
    previous = encoded.catch(() => undefined);
    return encoded;
  }

  close(): void {
    this.#held = [];
  }

  #hold(samples: Uint8Array): void {
    this.#heldBytes += samples.length;
    if (this.#heldBytes > MAX_PCM_BYTES)
      throw new EncoderError('too_long', `an AAC file holds ${MAX_PCM_BYTES} bytes of PCM at most`);
    this.#held.push(samples);
  }
}

let registered = false;

const encodeFile = async (
  pcm: Uint8Array,
  sampleRate: number,
  onProgress: () => void,
): Promise<Uint8Array> => {
  if (pcm.length === 0) return NO_BYTES;
  if (!registered) registerAacEncoder();
  registered = true;
  const target = new BufferTarget();
  const output = new Output({ format: new AdtsOutputFormat(), target });
  const bitrate = sampleRate < WIDE_BAND_RATE ? BITRATE_OF_NARROW_BAND : BITRATE;
  const source = new AudioSampleSource({ codec: 'aac', quality: new Quality({ bitrate }) });
  output.addAudioTrack(source);
  await output.start();
  for (const sample of piecesOf(pcm, sampleRate)) {
    await source.add(sample);
    sample.close();
    onProgress();
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
};

function* piecesOf(pcm: Uint8Array, sampleRate: number): Generator<AudioSample> {
  const pieceBytes = SAMPLES_PER_PIECE * 2;
  for (let at = 0; at < pcm.length; at += pieceBytes)
    yield new AudioSample({
      data: pcm.slice(at, at + pieceBytes),
      format: 's16',
      numberOfChannels: 1,
      sampleRate,
      timestamp: at / 2 / sampleRate,
    });
}
