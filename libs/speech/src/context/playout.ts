import { expectedPlayStartMs } from '../schedule/due.js';

/** Speech per word where nothing is known yet, ms: 26.9 frames of 11.61 ms. */
const ESTIMATED_WORD_MS = 312;

/**
 * The listener's clock of one utterance: playback starts with the first audio and goes on in real
 * time; audio that comes late shifts all that follows.
 */
export interface Playout {
  /** When the listener will have heard all that was sent; null before the first audio. */
  readonly endsAt: number | null;
}

/** Nothing sent yet. */
export const SILENT: Playout = { endsAt: null };

/** The clock after `seconds` of audio left at `now` (ms). */
export const playedOn = (playout: Playout, now: number, seconds: number): Playout => ({
  endsAt: Math.max(playout.endsAt ?? now, now) + seconds * 1000,
});

/** When (ms) the listener needs the next sample; before any audio, soon after the text came. */
export const nextNeededAt = (playout: Playout, arrivedAt: number): number =>
  playout.endsAt ?? expectedPlayStartMs(arrivedAt);

/** A guess at how long `text` takes to speak, seconds. */
export const estimatedSeconds = (text: string): number => {
  const words = text.split(/\s+/u).length;
  return (Math.max(words, text.length / 12) * ESTIMATED_WORD_MS) / 1000;
};
