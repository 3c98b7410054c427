import { createAacCodec } from './aac-codec.js';
import type { EncodingWish } from './audio-encoder.js';
import type { Codec } from './codec.js';
import { createFlacCodec } from './flac/flac-codec.js';
import { createMp3Codec } from './mp3/mp3-codec.js';
import { createOpusCodec } from './ogg/opus-codec.js';

/** The formats that are compressed in a thread. */
export type CompressedFormat = 'mp3' | 'opus' | 'flac' | 'aac';

/** Begins a stream of a compressed format. */
export const createCodec = async (format: CompressedFormat, wish: EncodingWish): Promise<Codec> => {
  switch (format) {
    case 'mp3':
      return createMp3Codec(wish);
    case 'opus':
      return createOpusCodec(wish);
    case 'flac':
      return createFlacCodec(wish);
    case 'aac':
      return createAacCodec(wish);
  }
};
