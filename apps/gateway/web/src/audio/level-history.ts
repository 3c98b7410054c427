/** A minute at 20 reports a second. */
const MAX_POINTS = 1200;

/** One look at the buffer. */
export interface LevelPoint {
  /** Seconds of audio in hand. */
  readonly buffered: number;
  /** Whether a gap ended here. */
  readonly underrun: boolean;
}

/** Adds a look at the buffer; of more than a minute, the oldest go. */
export const withLevel = (
  history: readonly LevelPoint[],
  point: LevelPoint,
): readonly LevelPoint[] => [...history.slice(-(MAX_POINTS - 1)), point];
