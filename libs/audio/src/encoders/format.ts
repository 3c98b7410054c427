import type { AudioFormat, SampleEncoding } from '@chorale/speech';

/** The formats in which speech is handed out. */
export const AUDIO_FORMATS: readonly AudioFormat[] = [
  'wav',
  'pcm',
  'mp3',
  'opus',
  'flac',
  'aac',
  'mulaw',
  'alaw',
];

/**
 * Names the media type of a format. Headerless telephone audio says its rate (Hz) where it is not
 * 8000, which RFC 4856 takes for granted; PCM says none, as in the servers that clients know.
 */
export const contentTypeOf = (format: AudioFormat, sampleRate: number): string => {
  switch (format) {
    case 'wav':
      return 'audio/wav';
    case 'pcm':
      return 'audio/pcm';
    case 'mp3':
      return 'audio/mpeg';
    case 'opus':
      return 'audio/ogg';
    case 'flac':
      return 'audio/flac';
    case 'aac':
      return 'audio/aac';
    case 'mulaw':
      return `audio/PCMU${rateParameter(sampleRate)}`;
    case 'alaw':
      return `audio/PCMA${rateParameter(sampleRate)}`;
  }
};

const rateParameter = (sampleRate: number): string =>
  sampleRate === 8000 ? '' : `;rate=${sampleRate}`;

/** True if a listener can play the format while it is still being made. */
export const isStreamable = (format: AudioFormat): boolean => format !== 'aac';

/** Says in which encoding a worker makes the samples of a format. */
export const sampleEncodingOf = (format: AudioFormat): SampleEncoding =>
  format === 'mulaw' || format === 'alaw' ? format : 'pcm16';
