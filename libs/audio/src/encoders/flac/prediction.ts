/** Highest order of the fixed predictors of FLAC. */
const MAX_ORDER = 4;

/** What a fixed predictor leaves of a block; the first `order` samples stand as they are. */
export interface Prediction {
  readonly order: number;
  /** One per sample; those below `order` are of no meaning. */
  readonly residual: Int32Array;
}

/** Finds the fixed predictor that leaves least: each order is the difference of the one before. */
export const bestPrediction = (samples: Int16Array): Prediction => {
  let best: Prediction = { order: 0, residual: Int32Array.from(samples) };
  let least = magnitude(best.residual, MAX_ORDER);
  let last = best.residual;
  for (let order = 1; order <= Math.min(MAX_ORDER, samples.length - 1); order++) {
    last = differences(last, order);
    const sum = magnitude(last, MAX_ORDER);
    if (sum >= least) continue;
    least = sum;
    best = { order, residual: last };
  }
  return best;
};

const differences = (residual: Int32Array, order: number): Int32Array => {
  const next = new Int32Array(residual.length);
  for (let i = order; i < residual.length; i++)
    next[i] = (residual[i] ?? 0) - (residual[i - 1] ?? 0);
  return next;
};

const magnitude = (residual: Int32Array, from: number): number => {
  let sum = 0;
  for (let i = from; i < residual.length; i++) sum += Math.abs(residual[i] ?? 0);
  return sum;
};
