import type { AudioFormat } from '@chorale/speech';

/** Formats that can be played while they are being made; over WebSockets all but PCM are an extension. */
export const STREAMED_FORMATS: ReadonlySet<AudioFormat> = new Set([
  ...(['pcm', 'wav', 'mp3', 'opus'] as const),
  ...(['flac', 'mulaw', 'alaw'] as const),
]);
