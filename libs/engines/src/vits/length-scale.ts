import { wholeFrames } from './segment-layout.js';

/** Speeds that the length scale can reach: below and above, sounds are torn or swallowed. */
export const MIN_SPEED = 0.5;
export const MAX_SPEED = 1.5;

/** Halvings of the interval: the scale is then exact to far below one frame. */
const STEPS = 40;
/** Every id lasts a frame at least, so very short durations cannot be reached: the search must end. */
const SMALLEST_SCALE = 0.05;

/** A speed that the engine can make, nearest to the one asked for. */
export const reachableSpeed = (speed: number): number =>
  Math.min(MAX_SPEED, Math.max(MIN_SPEED, speed));

/**
 * Finds the length scale at which the durations (frames at scale 1, not rounded) last `1 / speed` of
 * what they last at the voice's own `pace`. Dividing the pace would fall short: every id is rounded up
 * to whole frames, so half the scale is not half the time.
 */
export const lengthScaleFor = (durations: Float32Array, pace: number, speed: number): number => {
  if (speed === 1) return pace;
  const lasting = (scale: number): number =>
    wholeFrames(durations, scale).reduce((total, frames) => total + frames, 0);
  const wanted = lasting(pace) / speed;
  let tooShort = SMALLEST_SCALE * pace;
  let enough = (pace / MIN_SPEED) * 2;
  for (let step = 0; step < STEPS; step++) {
    const middle = (tooShort + enough) / 2;
    if (lasting(middle) >= wanted) enough = middle;
    else tooShort = middle;
  }
  return enough;
};
