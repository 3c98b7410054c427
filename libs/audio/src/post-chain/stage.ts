/** Samples `from` to `to` (exclusive) of a sentence; `to` null = to the end. */
export interface SampleRange {
  readonly from: number;
  readonly to: number | null;
}

/**
 * One step between the engine's samples and those of the wire.
 *
 * An output sample depends only on its position and on the inputs of `inputRange`: any cut of the
 * input, and any first sample, give the same bits. Silence stands before sample 0 and after the
 * last.
 */
export interface Stage {
  /** The inputs on which a range of outputs depends; never before 0, but maybe beyond the end. */
  inputRange(outputs: SampleRange): SampleRange;
  /** How many samples come out of a sentence of that many. */
  outputTotal(inputTotal: number): number;
  /** Begins at an output; the first input pushed must be that of `inputRange`. */
  start(firstOutput: number): StageRun;
}

/** A stage at work on consecutive samples; what it returns is the caller's. */
export interface StageRun {
  /** The outputs that have become final, in order, from the first on. */
  push(input: Float32Array): Float32Array;
  /** The outputs up to the end of the sentence: no more input will come. */
  finish(): Float32Array;
}

/** Joins two stretches of samples. */
export const joined = (head: Float32Array, tail: Float32Array): Float32Array => {
  if (head.length === 0) return tail;
  const whole = new Float32Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
};
