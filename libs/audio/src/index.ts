export type {
  AudioEncoder,
  EncoderErrorCode,
  EncoderPool,
  EncodingWish,
} from './encoders/audio-encoder.js';
export { EncoderError } from './encoders/audio-encoder.js';
export type { ClipVerdict } from './clip/measure-clip.js';
export type { EncoderPoolOptions } from './encoders/encoder-pool.js';
export { createEncoderPool } from './encoders/encoder-pool.js';
export { checkClip } from './clip/check-clip.js';
export { AUDIO_FORMATS, contentTypeOf, isStreamable, sampleEncodingOf } from './encoders/format.js';
export { toAlaw, toMulaw } from './g711.js';
export { decodePcm16, encodePcm16, toPcm16 } from './pcm16.js';
export type {
  EncodedAudio,
  PostChain,
  PostChainSettings,
  WantedAudio,
} from './post-chain/post-chain.js';
export {
  bytesPerSample,
  createPostChain,
  nativeRange,
  UnusableAudioError,
} from './post-chain/post-chain.js';
export type { SampleRange } from './post-chain/stage.js';
export type { WavFile } from './wav.js';
export { InvalidWavError, parseWav, WAV_HEADER_BYTES, wavHeader } from './wav.js';
export type { PlaybackReport } from './virtual-player.js';
export { VirtualPlayer } from './virtual-player.js';
