import { parseWav } from '@chorale/audio';

/** What speech is told by. */
export interface SpeechFigures {
  readonly sampleRate: number;
  readonly secondsPerCharacter: number;
  /** Root mean square of all samples, dB below full scale. */
  readonly levelDb: number;
}

/** Measures 24 kHz PCM16 in which a text is spoken. */
export const figuresOfPcm = (text: string, pcm: Uint8Array): SpeechFigures =>
  figuresOf(text, { sampleRate: 24_000, data: pcm });

/** Measures a WAV file in which a text is spoken. */
export const figuresOfWav = (text: string, file: Uint8Array): SpeechFigures =>
  figuresOf(text, parseWav(file));

const figuresOf = (
  text: string,
  audio: { readonly sampleRate: number; readonly data: Uint8Array },
): SpeechFigures => {
  const { sampleRate, data } = audio;
  const samples = data.byteLength / 2;
  return {
    sampleRate,
    secondsPerCharacter: samples / sampleRate / text.length,
    levelDb: levelOf(data),
  };
};

const levelOf = (data: Uint8Array): number => {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const samples = Math.floor(data.byteLength / 2);
  let squares = 0;
  for (let at = 0; at < samples; at += 1) squares += (view.getInt16(at * 2, true) / 32_768) ** 2;
  return 10 * Math.log10(squares / samples);
};
