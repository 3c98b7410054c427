import { decodeG711 } from '../audio/g711.js';
import { Pcm16Reader } from '../audio/pcm16.js';
import type { StreamedFormat } from '../speech/speech-settings.js';

/** Turns the frames of a stream into samples of −1 to 1. */
export type FrameDecoder = (frame: ArrayBuffer) => Float32Array<ArrayBuffer>;

/** Makes the decoder of one utterance. */
export const frameDecoderOf = (format: StreamedFormat): FrameDecoder => {
  if (format !== 'pcm') return (frame) => decodeG711(frame, format);
  const reader = new Pcm16Reader();
  return (frame) => reader.read(frame);
};
