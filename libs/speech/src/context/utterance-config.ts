import type { SplitGranularity } from '../text/text-splitter.js';

/** The generation of the wire that a server speaks. */
export type Profile = 'omni' | 'seed';

/** What a client may ask for in `response_format`; `mulaw`, `alaw` and (omni) `aac` only by extension. */
export type AudioFormat = 'wav' | 'pcm' | 'flac' | 'mp3' | 'aac' | 'opus' | 'mulaw' | 'alaw';

/** How word times reach the client: not at all, in JSON `audio.chunk` frames, or as `audio.timing` beside binary audio. */
export type WordTimestamps = 'off' | 'chunks' | 'stream';

/** The task a Qwen3-TTS client names. */
export type TaskType = 'CustomVoice' | 'VoiceDesign' | 'Base';

/** One `session.config`, checked and with its defaults; an utterance keeps the one it began with. */
export interface UtteranceConfig {
  readonly model: string | null;
  readonly voice: string | null;
  readonly language: string | null;
  readonly taskType: TaskType | null;
  readonly instructions: string | null;
  readonly format: AudioFormat;
  readonly streamAudio: boolean;
  readonly speed: number;
  readonly split: SplitGranularity;
  readonly wordTimestamps: WordTimestamps;
  /** Hz. */
  readonly sampleRate: number;
  /** Signed 64-bit; null = derived from text and voice alone. */
  readonly seed: bigint | null;
  readonly maxNewTokens: number | null;
  /** A reference clip was named; its content is not kept. */
  readonly refAudio: 'none' | 'uri' | 'not-a-uri';
  readonly refText: string | null;
  readonly xVectorOnly: boolean | null;
  /** Length of the speaker embedding, if one was sent. */
  readonly embeddingLength: number | null;
  readonly priority: 'interactive' | 'batch';
  /** The client asked for our extensions. */
  readonly extended: boolean;
}
