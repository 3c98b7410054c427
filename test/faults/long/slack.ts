import type { Arrival } from '../listener.js';

/** Audio that a listener has in hand at a time who plays from the first frame on, ms; negative while it waits. */
export const slackAt = (arrivals: readonly Arrival[], at: number): number => {
  let playedUntil = arrivals[0]?.at ?? at;
  for (const arrival of arrivals) {
    if (arrival.at > at) break;
    playedUntil = Math.max(playedUntil, arrival.at) + arrival.seconds * 1_000;
  }
  return playedUntil - at;
};
