import type { Clause } from '../../phonemes/clause.js';
import type { Spelling } from './phoneme-ids.js';

/** A part of a sentence that the encoder takes at once. */
export interface Segment {
  /** UTF-16 offsets in the spoken text. */
  readonly start: number;
  readonly end: number;
  readonly spelling: Spelling;
  /** How it ends, which decides the pause behind it. */
  readonly close: Pick<Clause, 'mark' | 'before'>;
}

/** How many ids a segment may have before it is cut, at the best place that there is. */
export interface SegmentLimits {
  /** What is not longer stays whole. */
  readonly whole: number;
  /** Clauses are gathered up to this length. */
  readonly clause: number;
  /** A longer clause is cut before a conjunction. */
  readonly conjunction: number;
  /** A still longer one before any word: no segment has more ids. */
  readonly word: number;
}

// The encoder's time grows with the square of the ids: 24 ms for 120, 50 ms for 250, 240 ms for 760.
// The listener waits for the first segment only; a cut inside a phrase costs more melody than it saves
// there, so the worse the place, the longer a segment may be before it is cut.
export const FIRST_SEGMENT: SegmentLimits = {
  whole: 150,
  clause: 120,
  conjunction: 160,
  word: 250,
};
export const LATER_SEGMENTS: SegmentLimits = {
  whole: 250,
  clause: 250,
  conjunction: 250,
  word: 250,
};

/** Segments shorter than this join a neighbour where the limits allow it. */
const SHORTEST = 24;

/** A phonemized piece of a sentence and its number of ids. */
export interface Piece {
  readonly ids: number;
}

/**
 * Gathers the pieces of one sentence into segments, each as long as its limit allows. A short one at
 * the start takes the next piece along, a short one at the end joins the segment before, or takes a
 * piece from it, as far as the limit for words allows. Pure.
 */
export const gather = <Item extends Piece>(
  pieces: readonly Item[],
  first: SegmentLimits,
): readonly (readonly Item[])[] => {
  if (total(pieces) <= first.whole) return pieces.length === 0 ? [] : [pieces];
  const groups: Item[][] = [];
  for (const piece of pieces) {
    const group = groups.at(-1);
    const limits = groups.length <= 1 ? first : LATER_SEGMENTS;
    if (group !== undefined && belongs(piece, group, limits)) group.push(piece);
    else groups.push([piece]);
  }
  return withoutShortEnd(groups, first);
};

const belongs = (piece: Piece, group: readonly Piece[], limits: SegmentLimits): boolean => {
  const limit = total(group) < SHORTEST ? limits.word : limits.clause;
  return total(group) + piece.ids <= limit;
};

const withoutShortEnd = <Item extends Piece>(
  groups: readonly (readonly Item[])[],
  first: SegmentLimits,
): readonly (readonly Item[])[] => {
  const last = groups.at(-1);
  const previous = groups.at(-2);
  if (last === undefined || previous === undefined) return groups;
  if (total(last) >= SHORTEST) return groups;
  const others = groups.slice(0, -2);
  const limit = groups.length === 2 ? first.conjunction : LATER_SEGMENTS.word;
  if (total(previous) + total(last) <= limit) return [...others, [...previous, ...last]];
  const moved = previous.slice(-1);
  if (previous.length === 1 || total(moved) + total(last) > LATER_SEGMENTS.word) return groups;
  return [...others, previous.slice(0, -1), [...moved, ...last]];
};

const total = (pieces: readonly Piece[]): number => pieces.reduce((sum, { ids }) => sum + ids, 0);
