/** Formats that come as they are made, and play from the first chunk. */
const STREAMED_FORMATS = ['pcm', 'mulaw', 'alaw'] as const;

/** A format that comes as it is made. */
export type StreamedFormat = (typeof STREAMED_FORMATS)[number];

/** A format that comes as one file for each sentence, which the browser decodes. */
type FileFormat = 'wav' | 'mp3' | 'opus' | 'flac' | 'aac';

/** What the service can speak and the page can play. */
export type SpeechFormat = StreamedFormat | FileFormat;

/** How something is to be spoken. */
export interface SpeechSettings {
  /** '' is the default voice of the service. */
  readonly voice: string;
  /** 1 is the voice's own pace. */
  readonly speed: number;
  readonly format: SpeechFormat;
}

/** Tells the formats that come as they are made from the others. */
export const isStreamed = (format: SpeechFormat): format is StreamedFormat =>
  STREAMED_FORMATS.some((streamed) => streamed === format);

/** The first message of an utterance. */
export const sessionConfigOf = ({ voice, speed, format }: SpeechSettings) => ({
  type: 'session.config',
  chorale: 1,
  response_format: format,
  stream_audio: isStreamed(format),
  split_granularity: 'sentence',
  word_timestamps: 'stream',
  ...(speed === 1 ? {} : { speed }),
  ...(voice === '' ? {} : { voice }),
});
