/** 30 minutes at 24 kHz; what comes after that is heard but not kept. */
const MAX_SAMPLES = 30 * 60 * 24_000;

/** Samples in one peak of the waveform: 20 ms at 24 kHz. */
const SAMPLES_PER_PEAK = 480;

/** What has come of an utterance: for its picture, and to take away; `maxSamples` of it are kept. */
export class Recording {
  #runs: Float32Array[] = [];
  #length = 0;
  #rate = 24_000;
  readonly #peaks: number[] = [];
  #peak = 0;
  #inPeak = 0;

  constructor(private readonly maxSamples = MAX_SAMPLES) {}

  /** Samples that are kept. */
  get length(): number {
    return this.#length;
  }

  get seconds(): number {
    return this.#length / this.#rate;
  }

  /** Whether it keeps nothing that comes now. */
  get full(): boolean {
    return this.#length >= this.maxSamples;
  }

  /** The loudest sample of each run of `samplesPerPeak`, 0 to 1. */
  get peaks(): readonly number[] {
    return this.#peaks;
  }

  get samplesPerPeak(): number {
    return SAMPLES_PER_PEAK;
  }

  add(samples: Float32Array, rate: number): void {
    this.#rate = rate;
    const kept = samples.subarray(0, this.maxSamples - this.#length);
    if (kept.length === 0) return;
    this.#runs.push(kept.slice()); // the samples themselves go to the audio thread
    this.#length += kept.length;
    for (const sample of kept) this.#measure(Math.abs(sample));
  }

  /** A WAV file of all that is kept. */
  toWav(): Uint8Array<ArrayBuffer> {
    return wavOf(this.#runs, { length: this.#length, rate: this.#rate });
  }

  #measure(size: number): void {
    this.#peak = Math.max(this.#peak, size);
    this.#inPeak += 1;
    if (this.#inPeak < SAMPLES_PER_PEAK) return;
    this.#peaks.push(this.#peak);
    this.#peak = 0;
    this.#inPeak = 0;
  }
}

const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;

interface WavShape {
  readonly length: number;
  readonly rate: number;
}

const wavOf = (
  runs: readonly Float32Array[],
  { length, rate }: WavShape,
): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(HEADER_BYTES + length * BYTES_PER_SAMPLE);
  const view = new DataView(bytes.buffer);
  writeHeader(view, { length, rate });
  let at = HEADER_BYTES;
  for (const run of runs)
    for (const sample of run) {
      view.setInt16(at, Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))), true);
      at += BYTES_PER_SAMPLE;
    }
  return bytes;
};

/** RIFF, 16-bit PCM, one channel. */
const writeHeader = (view: DataView, { length, rate }: WavShape): void => {
  const dataBytes = length * BYTES_PER_SAMPLE;
  writeText(view, 0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  writeText(view, 8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * BYTES_PER_SAMPLE, true);
  view.setUint16(32, BYTES_PER_SAMPLE, true);
  view.setUint16(34, 16, true);
  writeText(view, 36, 'data');
  view.setUint32(40, dataBytes, true);
};

const writeText = (view: DataView, at: number, text: string): void => {
  for (let index = 0; index < text.length; index += 1)
    view.setUint8(at + index, text.charCodeAt(index));
};
