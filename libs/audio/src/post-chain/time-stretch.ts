import { joined, type SampleRange, type Stage, type StageRun } from './stage.js';

/** Pieces of the input are laid so far apart in the output, and overlap by as much: a deep voice's period fits in. */
const HOP_SECONDS = 0.015;
/** A piece may lie so far from its place, either way, to go on where the last one left the wave. */
const REACH_SECONDS = 0.008;

/** The search looks at every fourth sample of every fourth place first, then at all around the best. */
const STRIDE = 4;

interface Geometry {
  readonly hop: number;
  readonly reach: number;
  /** Input samples per output sample. */
  readonly pace: number;
  /** Rises from 0 to 1 over a hop; what falls is 1 minus it. */
  readonly fade: Float64Array;
}

/**
 * Makes speech `pace` times as fast without changing its pitch, by overlapping pieces of the wave where
 * they are most alike (WSOLA). A sentence of n samples gives ⌊n / pace + ½⌋. Where a piece is taken
 * depends on the piece before, so any stretch of a sentence is made from its beginning.
 */
export const createTimeStretch = (rate: number, pace: number): Stage => {
  const hop = Math.round(rate * HOP_SECONDS);
  const fade = Float64Array.from(
    { length: hop },
    (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / hop),
  );
  const geometry = { hop, reach: Math.round(rate * REACH_SECONDS), pace, fade };
  return {
    inputRange: ({ to }: SampleRange) => ({
      from: 0,
      to: to === null ? null : neededFor(geometry, Math.ceil(to / hop) - 1),
    }),
    outputTotal: (inputTotal) => Math.round(inputTotal / pace),
    start: (first) => new Stretching(geometry, first),
  };
};

/** The input that the piece of that number may need, from the sentence's first sample on. */
const neededFor = (geometry: Geometry, piece: number): number =>
  placeOf(geometry, Math.max(0, piece)) + geometry.reach + 2 * geometry.hop;

/** Where a piece would lie if all were even. */
const placeOf = ({ hop, pace }: Geometry, piece: number): number => Math.round(piece * hop * pace);

/** The stretch at work: holds the input that pieces to come are taken from. */
class Stretching implements StageRun {
  #held: Float32Array = new Float32Array(0);
  /** Position of `#held[0]`. */
  #heldFrom = 0;
  #piece = 0;
  /** Where the wave would go on, had the last piece no end. */
  #onward = 0;
  #made = 0;
  #toSkip: number;

  constructor(
    private readonly geometry: Geometry,
    firstOutput: number,
  ) {
    this.#toSkip = firstOutput;
  }

  push(input: Float32Array): Float32Array {
    this.#held = joined(this.#held, input);
    return this.#make(Infinity);
  }

  finish(): Float32Array {
    const { pace, hop } = this.geometry;
    const total = Math.round(this.#inputEnd / pace);
    const needed = neededFor(this.geometry, Math.ceil(total / hop));
    const silence = new Float32Array(Math.max(0, needed - this.#inputEnd));
    this.#held = joined(this.#held, silence);
    return this.#make(total);
  }

  get #inputEnd(): number {
    return this.#heldFrom + this.#held.length;
  }

  /** All whole pieces for which the input is here, up to an output. */
  #make(end: number): Float32Array {
    const pieces: Float32Array[] = [];
    while (this.#made < end && neededFor(this.geometry, this.#piece) <= this.#inputEnd)
      pieces.push(this.#nextPiece());
    const whole = pieces.reduce(joined, new Float32Array(0));
    const wanted = whole.subarray(0, whole.length - Math.max(0, this.#made - end));
    return this.#withoutPreRoll(wanted);
  }

  #nextPiece(): Float32Array {
    const { hop, fade } = this.geometry;
    const place = this.#bestPlace();
    const here = place - this.#heldFrom;
    const onward = this.#onward - this.#heldFrom;
    const piece = fade.map((rising, i) => {
      const falling = (1 - rising) * (this.#held[onward + i] ?? 0);
      return falling + rising * (this.#held[here + i] ?? 0);
    });
    this.#onward = place + hop;
    this.#piece++;
    this.#made += hop;
    this.#forget();
    return Float32Array.from(piece);
  }

  /** Where the wave looks most as if it went on from the last piece. */
  #bestPlace(): number {
    const { reach } = this.geometry;
    const even = placeOf(this.geometry, this.#piece);
    if (this.#piece === 0) return 0;
    const first = Math.max(0, even - reach);
    const roughly = this.#search({ from: first, to: even + reach, best: even, stride: STRIDE });
    const from = Math.max(first, roughly - STRIDE + 1);
    return this.#search({ from, to: roughly + STRIDE - 1, best: roughly, stride: 1 });
  }

  #search(range: {
    readonly from: number;
    readonly to: number;
    readonly best: number;
    readonly stride: number;
  }): number {
    let { best } = range;
    let least = this.#difference(best, range.stride);
    for (let place = range.from; place <= range.to; place += range.stride) {
      const difference = this.#difference(place, range.stride);
      if (difference >= least) continue;
      least = difference;
      best = place;
    }
    return best;
  }

  #difference(place: number, stride: number): number {
    const here = place - this.#heldFrom;
    const onward = this.#onward - this.#heldFrom;
    let sum = 0;
    for (let i = 0; i < this.geometry.hop; i += stride)
      sum += ((this.#held[here + i] ?? 0) - (this.#held[onward + i] ?? 0)) ** 2;
    return sum;
  }

  #forget(): void {
    const next = placeOf(this.geometry, this.#piece) - this.geometry.reach;
    const spent = Math.min(this.#onward, next, this.#inputEnd) - this.#heldFrom;
    // Moving the rest costs more than keeping as much again.
    if (spent < this.#held.length / 2) return;
    this.#held = this.#held.slice(spent);
    this.#heldFrom += spent;
  }

  #withoutPreRoll(made: Float32Array): Float32Array {
    const skipped = Math.min(this.#toSkip, made.length);
    this.#toSkip -= skipped;
    return made.subarray(skipped);
  }
}
