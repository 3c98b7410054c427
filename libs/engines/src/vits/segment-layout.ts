import { isSpoken, type Spelling } from './text/phoneme-ids.js';
import type { Span } from './windows.js';

/** How long each id of a segment lasts, and which of its frames are heard. */
export interface SegmentLayout {
  /** Whole frames per id. */
  readonly durations: readonly number[];
  readonly frames: number;
  /** The frames that are decoded; the silence around them is replaced by pauses of our own. */
  readonly kept: Span;
}

/** What of the model's own silence is kept: enough for the first sound to rise and the last to fade. */
const LEAD_FRAMES = 2;
const TAIL_FRAMES = 6;

/** Lays a segment out in frames at a length scale; durations are those at length scale 1, not rounded. */
export const layOut = (
  spelling: Spelling,
  durations: Float32Array,
  lengthScale: number,
): SegmentLayout => {
  const whole = wholeFrames(durations, lengthScale);
  const frames = sum(whole);
  const { first, last } = spokenIds(spelling);
  const from = sum(whole.slice(0, first)) - LEAD_FRAMES;
  const to = sum(whole.slice(0, last)) + TAIL_FRAMES;
  return {
    durations: whole,
    frames,
    kept: { from: Math.max(0, from), to: Math.min(frames, to) },
  };
};

/** The ids from the first phoneme to the last, without the padding behind it. */
const spokenIds = ({
  ids,
  symbols,
}: Spelling): { readonly first: number; readonly last: number } => {
  const first = symbols.find(isSpoken);
  const last = symbols.findLast(isSpoken);
  if (first === undefined || last === undefined) return { first: 0, last: ids.length };
  return { first: first.at, last: last.at + last.ids };
};

/** Rounds up as the model does: in float32, each id by itself. */
export const wholeFrames = (durations: Float32Array, lengthScale: number): readonly number[] => {
  const scale = Math.fround(lengthScale);
  return Array.from(durations, (duration) => Math.ceil(Math.fround(duration * scale)));
};

/** Which id each frame belongs to. */
export const idsOfFrames = ({ durations, frames }: SegmentLayout): Uint16Array => {
  const ids = new Uint16Array(new SharedArrayBuffer(frames * Uint16Array.BYTES_PER_ELEMENT));
  let frame = 0;
  for (const [id, duration] of durations.entries()) {
    ids.fill(id, frame, frame + duration);
    frame += duration;
  }
  return ids;
};

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);
