import { joined, type SampleRange, type Stage, type StageRun } from './stage.js';

/** −1 dBFS: leaves room for what a lossy codec adds. */
const CEILING = 0.8912509381337456;

/** How long a full reduction takes to build up ahead of a peak and to wear off behind it. Ramps are
 *  linear, so 3 dB take 3 and 30 ms: slow enough not to crackle, fast enough not to pump. */
const ATTACK_SECONDS = 0.01;
const RELEASE_SECONDS = 0.1;

/** Gain reductions are whole numbers of 2⁻²⁴, so that ramps add up exactly from wherever they start. */
const UNIT = 2 ** 24;

/**
 * Keeps samples of one rate (Hz) within −1 dBFS and leaves those alone that have no peak near.
 *
 * With need(n) = max(0, 1 − ceiling / |x(n)|), the gain at n is 1 − the largest of need(n − k) − k/R
 * and need(n + k) − k/A over k ≥ 0, where A and R are 10 and 100 ms in samples.
 */
export const createLimiter = (rate: number): Stage => {
  const attack = Math.ceil(rate * ATTACK_SECONDS);
  const release = Math.ceil(rate * RELEASE_SECONDS);
  return {
    inputRange: ({ from, to }: SampleRange) => ({
      from: Math.max(0, from - release),
      to: to === null ? null : to + attack,
    }),
    outputTotal: (inputTotal) => inputTotal,
    start: (first) => new Limiting(attack, release, first - Math.max(0, first - release)),
  };
};

/** The limiter at work: holds the look-ahead, and how far the gain is still down from earlier peaks. */
class Limiting implements StageRun {
  readonly #attack: number;
  readonly #attackStep: number;
  readonly #releaseStep: number;
  #held = new Float32Array(0);
  #reduction = 0;
  /** Samples of the pre-roll, still to be kept back. */
  #toSkip: number;

  constructor(attack: number, release: number, preRoll: number) {
    this.#attack = attack;
    this.#attackStep = Math.ceil(UNIT / attack);
    this.#releaseStep = Math.ceil(UNIT / release);
    this.#toSkip = preRoll;
  }

  push(input: Float32Array): Float32Array {
    const samples = joined(this.#held, input);
    const settled = Math.max(0, samples.length - this.#attack);
    this.#held = samples.slice(settled);
    return this.#limit(samples, settled);
  }

  finish(): Float32Array {
    const samples = this.#held;
    this.#held = new Float32Array(0);
    return this.#limit(samples, samples.length);
  }

  #limit(samples: Float32Array, settled: number): Float32Array {
    const reductions = rampsUp(samples, this.#attackStep);
    const limited = samples.slice(0, settled);
    for (let i = 0; i < settled; i++) {
      this.#reduction = Math.max(reductions[i] ?? 0, this.#reduction - this.#releaseStep);
      limited[i] = (samples[i] ?? 0) * (1 - this.#reduction / UNIT);
    }
    return this.#withoutPreRoll(limited);
  }

  #withoutPreRoll(limited: Float32Array): Float32Array {
    const skipped = Math.min(this.#toSkip, limited.length);
    this.#toSkip -= skipped;
    return limited.subarray(skipped);
  }
}

/** The reductions that the peaks ahead ask for. */
const rampsUp = (samples: Float32Array, step: number): Int32Array => {
  const reductions = new Int32Array(samples.length);
  let ahead = 0;
  for (let i = samples.length - 1; i >= 0; i--) {
    ahead = Math.max(need(samples[i] ?? 0), ahead - step, 0);
    reductions[i] = ahead;
  }
  return reductions;
};

const need = (sample: number): number => {
  const magnitude = Math.abs(sample);
  return magnitude <= CEILING ? 0 : Math.ceil((1 - CEILING / magnitude) * UNIT);
};
