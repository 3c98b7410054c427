/** The formats that can be asked for; `wav` is PCM that is given its header here. */
export const FORMAT_NAMES = ['wav', 'pcm', 'mulaw', 'alaw', 'mp3', 'opus', 'flac', 'aac'] as const;

/** One of the formats that can be asked for. */
export type FormatName = (typeof FORMAT_NAMES)[number];

/** What a format means for the request and for what comes back. */
export interface SpeechFormat {
  readonly name: FormatName;
  /** Its share of `session.config`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** True for samples that a player takes as they are. */
  readonly playable: boolean;
  /** Bytes of one second at a rate in Hz; null where that depends on the content. */
  bytesPerSecond(sampleRate: number): number | null;
}

/** Asks for what goes beyond the protocol's first release. */
const EXTENDED = { chorale: 1 };

const pcm = (name: 'wav' | 'pcm'): SpeechFormat => ({
  name,
  config: { response_format: 'pcm', stream_audio: true },
  playable: true,
  bytesPerSecond: (sampleRate) => sampleRate * 2,
});

const telephony = (name: 'mulaw' | 'alaw'): SpeechFormat => ({
  name,
  config: { ...EXTENDED, response_format: name, stream_audio: true },
  playable: false,
  bytesPerSecond: () => 8_000,
});

const streamed = (name: 'mp3' | 'opus'): SpeechFormat => ({
  name,
  config: { ...EXTENDED, response_format: name, stream_audio: true },
  playable: false,
  bytesPerSecond: () => null,
});

/** Formats that only come as whole files: one sentence, so that there is one file. */
const whole = (name: 'flac' | 'aac'): SpeechFormat => ({
  name,
  config: { ...EXTENDED, response_format: name, stream_audio: false, split_granularity: 'none' },
  playable: false,
  bytesPerSecond: () => null,
});

/** Says what a format means. */
export const speechFormat = (name: FormatName): SpeechFormat => {
  switch (name) {
    case 'wav':
    case 'pcm':
      return pcm(name);
    case 'mulaw':
    case 'alaw':
      return telephony(name);
    case 'mp3':
    case 'opus':
      return streamed(name);
    case 'flac':
    case 'aac':
      return whole(name);
  }
};

/** What the user wants of the voice; null leaves it to the service. */
export interface Wishes {
  readonly voice: string | null;
  readonly language: string | null;
  /** Hz. */
  readonly sampleRate: number | null;
}

/** Puts a `session.config` together. */
export const configFor = (
  format: SpeechFormat,
  { voice, language, sampleRate }: Wishes,
): Readonly<Record<string, unknown>> => ({
  ...format.config,
  ...(voice === null ? {} : { voice }),
  ...(language === null ? {} : { language }),
  ...(sampleRate === null ? {} : { ...EXTENDED, sample_rate: sampleRate }),
});
