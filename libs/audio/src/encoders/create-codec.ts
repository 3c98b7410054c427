import type { EncodingWish } from './audio-encoder.js';
import type { Codec } from './codec.js';

/** The formats that are compressed in a thread. */
export type CompressedFormat = 'mp3' | 'opus' | 'flac' | 'aac';

/** Begins a stream of a compressed format; its library is loaded with the first one. */
export const createCodec = async (format: CompressedFormat, wish: EncodingWish): Promise<Codec> => {
  switch (format) {
    case 'mp3': {
      const { createMp3Codec } = await import('./mp3/mp3-codec.js');
      return createMp3Codec(wish);
    }
    case 'opus': {
      const { createOpusCodec } = await import('./ogg/opus-codec.js');
      return createOpusCodec(wish);
    }
    case 'flac': {
      const { createFlacCodec } = await import('./flac/flac-codec.js');
      return createFlacCodec(wish);
    }
    case 'aac': {
      const { createAacCodec } = await import('./aac-codec.js');
      return createAacCodec(wish);
    }
  }
};
