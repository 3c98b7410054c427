import { wavHeader } from '@chorale/audio';
import type { AudioFormat, SentenceLabel, TimedAudio, WordTiming } from '@chorale/speech';

import type { OutgoingEffect } from './outlet.js';

/** Makes the frame that carries an effect to the client: text for JSON, bytes for audio. */
export const frameOf = (effect: OutgoingEffect): string | Uint8Array => {
  switch (effect.kind) {
    case 'sendMessage':
      return JSON.stringify(effect.message);
    case 'sendAudio':
      return effect.samples;
    case 'sendStreamHeader':
      return wavHeader(effect.sampleRate, 1, 'streaming');
    case 'sendFile':
      return fileFrame(effect.format, effect.sampleRate, effect.chunks);
    case 'sendTimedAudio':
      return timedAudioMessage(effect.frame);
    case 'sendTimings':
      return timingMessage(effect.label, effect.sampleRate, effect.words);
  }
};

/** A WAV or headerless file of one sentence. */
const fileFrame = (
  format: AudioFormat,
  sampleRate: number,
  chunks: readonly Uint8Array[],
): Uint8Array => {
  const dataBytes = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  const header = format === 'wav' ? [wavHeader(sampleRate, 1, dataBytes)] : [];
  return Buffer.concat([...header, ...chunks]);
};

/** `audio.chunk`: audio inside JSON; the frame that carries word times has none. */
const timedAudioMessage = (frame: TimedAudio): string =>
  JSON.stringify({
    type: 'audio.chunk',
    utterance_index: frame.utteranceIndex,
    sentence_index: frame.sentenceIndex,
    chunk_id: frame.chunkId,
    chunk_start_ms: frame.startMs,
    chunk_end_ms: frame.endMs,
    sample_rate: frame.sampleRate,
    channels: 1,
    audio_b64: Buffer.from(frame.samples).toString('base64'),
    timestamps: frame.words?.map((word) => wordInMs(word, frame.sampleRate)) ?? null,
  });

/** `audio.timing`: words of audio that follows, with their place in `sentence_text`. */
const timingMessage = (
  label: SentenceLabel,
  sampleRate: number,
  words: readonly WordTiming[],
): string =>
  JSON.stringify({
    type: 'audio.timing',
    utterance_index: label.utteranceIndex,
    sentence_index: label.sentenceIndex,
    words: words.map((word) => ({
      ...wordInMs(word, sampleRate),
      char_start: word.charStart,
      char_end: word.charEnd,
    })),
  });

const wordInMs = (word: WordTiming, sampleRate: number) => ({
  word: word.word,
  start_ms: Math.round((word.startSample * 1000) / sampleRate),
  end_ms: Math.round((word.endSample * 1000) / sampleRate),
});
