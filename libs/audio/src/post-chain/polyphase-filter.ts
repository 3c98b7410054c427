/** Nothing above this share of the lower Nyquist frequency is promised to survive. */
const PASS_BAND = 0.88;

/** What is beyond the lower Nyquist frequency is quieter by this much. */
const STOP_BAND_DB = 104;

/** A low-pass for a change of rate by `up`/`down`, with one row of taps per position between two inputs. */
export interface PolyphaseFilter {
  readonly up: number;
  readonly down: number;
  /** Inputs on either side that one output depends on. */
  readonly halfTaps: number;
  /** `up` rows of 2 × `halfTaps`; each row sums to 1, so that a constant stays one. */
  readonly phases: readonly Float32Array[];
}

const designed = new Map<string, PolyphaseFilter>();

/** The filter from one rate (Hz) to another; made once per pair of rates and kept. */
export const polyphaseFilter = (inputRate: number, outputRate: number): PolyphaseFilter => {
  const key = `${inputRate}/${outputRate}`;
  const known = designed.get(key);
  if (known) return known;
  const filter = design(inputRate, outputRate);
  designed.set(key, filter);
  return filter;
};

const design = (inputRate: number, outputRate: number): PolyphaseFilter => {
  const divisor = greatestCommonDivisor(inputRate, outputRate);
  const up = outputRate / divisor;
  const nyquist = 0.5 * Math.min(1, outputRate / inputRate); // cycles per input sample
  const halfTaps = halfTapsFor(nyquist * (1 - PASS_BAND));
  const cutoff = (nyquist * (1 + PASS_BAND)) / 2;
  const phases = Array.from({ length: up }, (_, phase) => taps(phase / up, cutoff, halfTaps));
  return { up, down: inputRate / divisor, halfTaps, phases };
};

/** Kaiser's estimate of the length that a transition band (cycles per sample) takes, rounded up to whole quads of taps. */
const halfTapsFor = (transition: number): number =>
  2 * Math.ceil((STOP_BAND_DB - 7.95) / (14.36 * transition) / 4);

/** A windowed sinc around the point `fraction` of the way from the middle input to the next. */
const taps = (fraction: number, cutoff: number, halfTaps: number): Float32Array => {
  const row = Float64Array.from({ length: 2 * halfTaps }, (_, tap) => {
    const distance = tap - halfTaps + 1 - fraction;
    return sinc(2 * cutoff * distance) * kaiser(distance / halfTaps);
  });
  const sum = row.reduce((total, value) => total + value, 0);
  return Float32Array.from(row, (value) => value / sum);
};

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Kaiser's shape parameter for the stop band. */
const BETA = 0.1102 * (STOP_BAND_DB - 8.7);

/** Kaiser's window over −1..1. */
const kaiser = (x: number): number => bessel0(BETA * Math.sqrt(Math.max(0, 1 - x * x)));

/** The modified Bessel function of order 0, by its series: arithmetic alone, so equal on all machines. */
const bessel0 = (x: number): number => {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * Number.EPSILON; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
};

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
