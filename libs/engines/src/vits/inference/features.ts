import type { Span } from '../windows.js';
import type { FeaturePiece } from './messages.js';

/** Copies a window of columns out of the pieces that hold it, [channels, columns]. */
export const featuresIn = (
  window: Span,
  pieces: readonly FeaturePiece[],
  channels: number,
): Float32Array => {
  const columns = window.to - window.from;
  const values = new Float32Array(channels * columns);
  for (const piece of pieces) {
    const held = columnsOf(piece, channels);
    const from = Math.max(held.from, window.from);
    const to = Math.min(held.to, window.to);
    for (let channel = 0; channel < channels && from < to; channel++) {
      const row = channel * (held.to - held.from) - held.from;
      values.set(
        piece.values.subarray(row + from, row + to),
        channel * columns + from - window.from,
      );
    }
  }
  return values;
};

const columnsOf = ({ frames, values }: FeaturePiece, channels: number): Span => {
  const rate = values.length / channels / (frames.to - frames.from);
  return { from: frames.from * rate, to: frames.to * rate };
};
