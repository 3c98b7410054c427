import type { Interruption } from './spoken-text.js';
import type { AudioFormat, Profile } from './utterance-config.js';

/** A sentence as messages name it. */
export interface SentenceLabel {
  readonly utteranceIndex: number;
  readonly sentenceIndex: number;
}

/** Opens the audio of one sentence; `sampleRate` in Hz where it is known and told. */
export interface AudioStart extends SentenceLabel {
  readonly sentenceText: string;
  readonly format: AudioFormat;
  readonly sampleRate: number | null;
  readonly wordTimestamps: boolean;
}

/** A JSON message to the client; key order is that of the upstream server. */
export type ServerMessage = Readonly<Record<string, unknown>> & { readonly type: string };

const index = (profile: Profile, utteranceIndex: number) =>
  profile === 'omni' ? { utterance_index: utteranceIndex } : {};

/** `audio.start`: seed tells the rate alone, omni rate and channels. */
export const audioStart = (profile: Profile, start: AudioStart): ServerMessage => ({
  type: 'audio.start',
  ...index(profile, start.utteranceIndex),
  sentence_index: start.sentenceIndex,
  sentence_text: start.sentenceText,
  format: start.format,
  ...(start.wordTimestamps ? { word_timestamps: true } : {}),
  ...(start.sampleRate === null ? {} : { sample_rate: start.sampleRate }),
  ...(start.sampleRate === null || profile === 'seed' ? {} : { channels: 1 }),
});

/** `audio.done`: `totalBytes` as sent in binary frames. */
export const audioDone = (
  profile: Profile,
  label: SentenceLabel,
  outcome: { readonly totalBytes: number; readonly failed: boolean },
): ServerMessage => ({
  type: 'audio.done',
  ...index(profile, label.utteranceIndex),
  sentence_index: label.sentenceIndex,
  total_bytes: outcome.totalBytes,
  error: outcome.failed,
});

/** `session.done`: the utterance (omni) or session (seed) has been spoken. */
export const sessionDone = (
  profile: Profile,
  utteranceIndex: number,
  totalSentences: number,
): ServerMessage => ({
  type: 'session.done',
  ...index(profile, utteranceIndex),
  total_sentences: totalSentences,
});

/** `audio.cancelled`: where the listener of an utterance was interrupted. */
export const audioCancelled = (
  utteranceIndex: number,
  interruption: Interruption,
): ServerMessage => ({
  type: 'audio.cancelled',
  utterance_index: utteranceIndex,
  sentence_index: interruption.sentenceIndex,
  sample_offset: interruption.sampleOffset,
  text_spoken: interruption.textSpoken,
  text_remaining: interruption.textRemaining,
});

/** `error` about a message of the client or the session itself. */
export const errorMessage = (message: string): ServerMessage => ({ type: 'error', message });

/** `error` about a sentence; audio that was streamed before it is to be discarded (omni). */
export const generationFailed = (
  profile: Profile,
  label: SentenceLabel,
  failure: { readonly reason: string; readonly partialAudio: boolean },
): ServerMessage => ({
  type: 'error',
  message:
    profile === 'omni'
      ? `Generation failed for utterance ${label.utteranceIndex}, sentence ${label.sentenceIndex}: ${failure.reason}`
      : `Generation failed for sentence ${label.sentenceIndex}: ${failure.reason}`,
  ...(failure.partialAudio && profile === 'omni' ? { partial_audio: true, action: 'discard' } : {}),
});

/** Why a sentence failed, out of the message that `generationFailed` made; other errors are their own reason. */
export const failureReason = (message: string): string =>
  message.replace(/^Generation failed for (?:utterance \d+, )?sentence \d+: /, '');
