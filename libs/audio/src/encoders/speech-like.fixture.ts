/** Makes PCM16 that sounds like a voice: harmonics of a gliding pitch, in syllables, and silence around. */
export const speechLike = (sampleRate: number, seconds: number): Uint8Array => {
  const samples = Math.round(sampleRate * seconds);
  const bytes = new Uint8Array(samples * 2);
  const view = new DataView(bytes.buffer);
  let phase = 0;
  for (let i = 0; i < samples; i++) {
    const time = i / sampleRate;
    phase += (2 * Math.PI * (110 + 30 * Math.sin(2 * time))) / sampleRate;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 3 * time)) * fade(time, seconds);
    view.setInt16(i * 2, Math.round(9000 * syllable * harmonics(phase)), true);
  }
  return bytes;
};

/** Falls by 9 dB per octave, as a voice does, and stays below 1.6 kHz. */
const harmonics = (phase: number): number => {
  let sum = 0;
  for (let n = 1; n <= 10; n++) sum += Math.sin(n * phase + n * n) / n ** 1.5;
  return sum;
};

const fade = (time: number, seconds: number): number =>
  Math.min(1, Math.max(0, (time - 0.05) * 20), Math.max(0, (seconds - 0.05 - time) * 20));
