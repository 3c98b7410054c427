import { polyphaseFilter, type PolyphaseFilter } from './polyphase-filter.js';
import { joined, type SampleRange, type Stage, type StageRun } from './stage.js';

/**
 * Changes the rate (Hz, whole numbers) by a linear-phase polyphase filter. Output `m` lies at input
 * `m × inputRate / outputRate` without delay; a sentence of n samples gives ⌈n × outputRate / inputRate⌉.
 */
export const createResampler = (inputRate: number, outputRate: number): Stage => {
  const filter = polyphaseFilter(inputRate, outputRate);
  const { up, down, halfTaps } = filter;
  const middle = (output: number): number => Math.floor((output * down) / up);
  const firstInput = (output: number): number => Math.max(0, middle(output) - halfTaps + 1);
  return {
    inputRange: ({ from, to }: SampleRange) => ({
      from: firstInput(from),
      to: to === null ? null : middle(to - 1) + halfTaps + 1,
    }),
    outputTotal: (inputTotal) => Math.ceil((inputTotal * up) / down),
    start: (firstOutput) => new Resampling(filter, firstOutput, firstInput(firstOutput)),
  };
};

/** The resampler at work: holds the inputs that outputs to come depend on. */
class Resampling implements StageRun {
  readonly #filter: PolyphaseFilter;
  #nextOutput: number;
  #held: Float32Array;
  /** Position of `#held[0]`; negative while the silence before the sentence is in it. */
  #heldFrom: number;

  constructor(filter: PolyphaseFilter, firstOutput: number, firstInput: number) {
    this.#filter = filter;
    this.#nextOutput = firstOutput;
    const silence = firstInput === 0 ? filter.halfTaps : 0;
    this.#held = new Float32Array(silence);
    this.#heldFrom = firstInput - silence;
  }

  push(input: Float32Array): Float32Array {
    this.#held = joined(this.#held, input);
    const { up, down, halfTaps } = this.#filter;
    const lastMiddle = this.#heldFrom + this.#held.length - halfTaps - 1;
    // The last output whose middle, ⌊output × down / up⌋, is at most that.
    return this.#make(Math.ceil(((lastMiddle + 1) * up) / down));
  }

  finish(): Float32Array {
    const { up, down, halfTaps } = this.#filter;
    const total = this.#heldFrom + this.#held.length;
    this.#held = joined(this.#held, new Float32Array(halfTaps));
    return this.#make(Math.ceil((total * up) / down));
  }

  #make(outputEnd: number): Float32Array {
    const outputs = new Float32Array(Math.max(0, outputEnd - this.#nextOutput));
    const { up, down, halfTaps, phases } = this.#filter;
    const middle = Math.floor((this.#nextOutput * down) / up);
    let phase = this.#nextOutput * down - middle * up;
    let at = middle - halfTaps + 1 - this.#heldFrom;
    for (let i = 0; i < outputs.length; i++) {
      outputs[i] = dot(phases[phase] ?? NO_TAPS, this.#held, at);
      at += Math.floor((phase + down) / up);
      phase = (phase + down) % up;
    }
    this.#nextOutput += outputs.length;
    this.#forget();
    return outputs;
  }

  #forget(): void {
    const { up, down, halfTaps } = this.#filter;
    const needed = Math.floor((this.#nextOutput * down) / up) - halfTaps + 1;
    const spent = Math.min(this.#held.length, Math.max(0, needed - this.#heldFrom));
    this.#held = this.#held.slice(spent);
    this.#heldFrom += spent;
  }
}

const NO_TAPS = new Float32Array(0);

/** Σ taps[k] × samples[at + k], in four sums of a fixed order: fast, and equal on all machines. */
const dot = (taps: Float32Array, samples: Float32Array, at: number): number => {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let k = 0; k < taps.length; k += 4) {
    a += product(taps, k, samples, at + k);
    b += product(taps, k + 1, samples, at + k + 1);
    c += product(taps, k + 2, samples, at + k + 2);
    d += product(taps, k + 3, samples, at + k + 3);
  }
  return a + b + (c + d);
};

const product = (a: Float32Array, i: number, b: Float32Array, j: number): number =>
  (a[i] ?? 0) * (b[j] ?? 0);
