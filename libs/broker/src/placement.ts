import type { Placement } from '@chorale/speech';

/** Ranks lie below this. */
const RANK_LIMIT = 2 ** 20;

/** Returns the placement, or throws RangeError for a rank or class that no queue can have. */
export const checkedPlacement = (placement: Placement): Placement => {
  checkedClass(placement.voiceClass);
  checkedRank(placement.rank);
  return placement;
};

/** Returns the rank, or throws RangeError unless it is a whole number from 0 to 2^20 − 1. */
export const checkedRank = (rank: number): number => {
  if (Number.isInteger(rank) && rank >= 0 && rank < RANK_LIMIT) return rank;
  throw new RangeError(`not a rank: ${rank}`);
};

/** Returns the class, or throws RangeError: it goes into names of queues and keys. */
export const checkedClass = (voiceClass: string): string => {
  if (/^[\w.-]{1,128}$/.test(voiceClass)) return voiceClass;
  throw new RangeError(`not a voice class: ${voiceClass}`);
};
