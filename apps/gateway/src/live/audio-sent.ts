import { DEFAULT_SAMPLE_RATE } from '@chorale/protocol';
import type { ContextEffect, UtteranceConfig } from '@chorale/speech';

/** Audio that an effect sends to the client, bytes before any encoding. */
export const audioBytesOf = (effect: ContextEffect): number => {
  if (effect.kind === 'sendAudio') return effect.samples.byteLength;
  if (effect.kind === 'sendTimedAudio') return effect.frame.samples.byteLength;
  if (effect.kind !== 'sendFile') return 0;
  return effect.chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
};

/** Somebody hears it as it comes: neither a file that is sent when it is complete, nor one that is only kept. */
export const isListenedTo = (config: UtteranceConfig | null): boolean =>
  config?.streamAudio !== false && config?.priority !== 'batch';

/** Bytes of a second of that audio. */
export const bytesPerSecond = (config: UtteranceConfig | null): number => {
  const isTelephone = config?.format === 'mulaw' || config?.format === 'alaw';
  return (config?.sampleRate ?? DEFAULT_SAMPLE_RATE) * (isTelephone ? 1 : 2);
};
