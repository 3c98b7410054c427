import type { NativeAudio, SampleEncoding } from '@chorale/speech';

import { toAlaw, toMulaw } from '../g711.js';
import { encodePcm16, toPcm16 } from '../pcm16.js';
import { createLimiter } from './limiter.js';
import { createResampler } from './resampler.js';
import { joined, type SampleRange, type Stage, type StageRun } from './stage.js';
import { createTimeStretch } from './time-stretch.js';

/** Which part of a sentence is wanted, at which rate. */
export interface WantedAudio {
  /** Hz of the engine's samples; a whole number, as is `outputRate`. */
  readonly nativeRate: number;
  readonly outputRate: number;
  /** How many times as fast as the engine speaks; 1 leaves its time alone. */
  readonly pace: number;
  /** First wanted output sample of the sentence. */
  readonly fromSample: number;
  /** One past the last wanted output sample; null = to the end. */
  readonly toSample: number | null;
}

/** What becomes of an engine's samples. */
export interface PostChainSettings extends WantedAudio {
  /** Fixed gain ahead of the limiter. */
  readonly gainDb: number;
  readonly encoding: SampleEncoding;
}

/** Finished samples as they go on the wire, placed in the sentence. */
export interface EncodedAudio {
  /** Output sample at which `samples` begins. */
  readonly sampleOffset: number;
  readonly samples: Uint8Array;
}

/** The engine's samples cannot be used: a hole between two stretches, or a value that is no number. */
export class UnusableAudioError extends Error {
  override readonly name = 'UnusableAudioError';
}

/**
 * Turns the native samples of one sentence into samples of the wire: gain, time-stretch, resampler,
 * limiter, encoding.
 *
 * A sample's bits depend on its position alone: neither on how the engine cut its audio, nor on
 * where the chain began. Where both rates are equal, the pace is 1, the gain is 0 dB and nothing exceeds
 * −1 dBFS, samples pass unchanged.
 */
export interface PostChain {
  /** The output sample after the last one given. */
  readonly nextSample: number;
  /**
   * Takes the next stretch; what lies before `nativeRange` is ignored. Gives what has become final,
   * or null. Throws `UnusableAudioError`.
   */
  push(audio: NativeAudio): EncodedAudio | null;
  /**
   * Gives the rest up to the end of the sentence, which has `nativeTotal` native samples. Throws
   * `UnusableAudioError` if some are missing.
   */
  finish(nativeTotal: number): EncodedAudio | null;
  /** Output samples of a sentence of `nativeTotal` samples: ⌈⌊nativeTotal / pace + ½⌋ × outputRate / nativeRate⌉. */
  outputTotal(nativeTotal: number): number;
  /** The output sample nearest to a native one. */
  outputPosition(nativeSample: number): number;
}

/** Builds the chain of one sentence, or of one slice of it. */
export const createPostChain = (settings: PostChainSettings): PostChain =>
  new StagedPostChain(settings);

/** The native samples from which the wanted ones are made; `to` may lie beyond the sentence's end. */
export const nativeRange = (wanted: WantedAudio): SampleRange =>
  inputRange(stagesFor(wanted), outputRange(wanted));

class StagedPostChain implements PostChain {
  readonly #settings: PostChainSettings;
  readonly #stages: readonly Stage[];
  readonly #runs: readonly StageRun[];
  readonly #factor: number;
  #nextNative: number;
  #nextOutput: number;

  constructor(settings: PostChainSettings) {
    this.#settings = settings;
    this.#factor = 10 ** (settings.gainDb / 20);
    this.#stages = stagesFor(settings);
    this.#runs = startAll(this.#stages, outputRange(settings));
    this.#nextNative = nativeRange(settings).from;
    this.#nextOutput = settings.fromSample;
  }

  get nextSample(): number {
    return this.#nextOutput;
  }

  push(audio: NativeAudio): EncodedAudio | null {
    const samples = this.#accept(audio);
    if (samples.length === 0) return null;
    return this.#emit(this.#runs.reduce((passed, run) => run.push(passed), samples));
  }

  finish(nativeTotal: number): EncodedAudio | null {
    if (this.#nextNative < nativeTotal) {
      throw new UnusableAudioError(`ends at ${this.#nextNative} of ${nativeTotal} samples`);
    }
    const rest = this.#runs.reduce<Float32Array>(
      (passed, run) => joined(run.push(passed), run.finish()),
      new Float32Array(0),
    );
    return this.#emit(rest);
  }

  outputTotal(nativeTotal: number): number {
    return this.#stages.reduce((total, stage) => stage.outputTotal(total), nativeTotal);
  }

  outputPosition(nativeSample: number): number {
    const { nativeRate, outputRate, pace } = this.#settings;
    return Math.round((nativeSample * outputRate) / (nativeRate * pace));
  }

  /** The part of the stretch that was not seen before, with the gain applied. */
  #accept({ sampleOffset, samples }: NativeAudio): Float32Array {
    const seen = this.#nextNative - sampleOffset;
    if (seen < 0) {
      throw new UnusableAudioError(`expected sample ${this.#nextNative}, got ${sampleOffset}`);
    }
    const fresh = samples.subarray(Math.min(seen, samples.length));
    this.#nextNative += fresh.length;
    return amplified(fresh, this.#factor);
  }

  #emit(finished: Float32Array): EncodedAudio | null {
    const { toSample, encoding } = this.#settings;
    const sampleOffset = this.#nextOutput;
    const wanted = finished.subarray(0, Math.max(0, (toSample ?? Infinity) - sampleOffset));
    if (wanted.length === 0) return null;
    this.#nextOutput += wanted.length;
    return { sampleOffset, samples: encode(wanted, encoding) };
  }
}

const stagesFor = ({ nativeRate, outputRate, pace }: WantedAudio): readonly Stage[] => [
  ...(pace === 1 ? [] : [createTimeStretch(nativeRate, pace)]),
  ...(nativeRate === outputRate ? [] : [createResampler(nativeRate, outputRate)]),
  createLimiter(outputRate),
];

const outputRange = ({ fromSample, toSample }: WantedAudio): SampleRange => ({
  from: fromSample,
  to: toSample,
});

const inputRange = (stages: readonly Stage[], outputs: SampleRange): SampleRange =>
  stages.reduceRight((range, stage) => stage.inputRange(range), outputs);

/** Starts each stage where the next one needs its outputs. */
const startAll = (stages: readonly Stage[], outputs: SampleRange): readonly StageRun[] =>
  stages.map((stage, i) => stage.start(inputRange(stages.slice(i + 1), outputs).from));

const amplified = (samples: Float32Array, factor: number): Float32Array =>
  samples.map((sample) => {
    if (!Number.isFinite(sample)) throw new UnusableAudioError('a sample is not a number');
    return sample * factor;
  });

const encode = (samples: Float32Array, encoding: SampleEncoding): Uint8Array => {
  switch (encoding) {
    case 'pcm16':
      return encodePcm16(samples);
    case 'mulaw':
      return Uint8Array.from(samples, (sample) => toMulaw(toPcm16(sample)));
    case 'alaw':
      return Uint8Array.from(samples, (sample) => toAlaw(toPcm16(sample)));
  }
};

/** Bytes of one sample on the wire. */
export const bytesPerSample = (encoding: SampleEncoding): number => (encoding === 'pcm16' ? 2 : 1);
