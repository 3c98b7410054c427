/** How playing would have gone on a device that starts with the first samples and never waits. */
export interface PlaybackReport {
  /** Time of the first samples; null when none came. */
  readonly startedAtMs: number | null;
  /** Time of the last samples. */
  readonly lastAtMs: number;
  readonly audioSeconds: number;
  /** How often the device had nothing to play although more was to come. */
  readonly underruns: number;
  /** Silence in those gaps, together. */
  readonly silentMs: number;
  /** The longest of those gaps. */
  readonly worstSilenceMs: number;
}

const NOTHING: PlaybackReport = {
  startedAtMs: null,
  lastAtMs: 0,
  audioSeconds: 0,
  underruns: 0,
  silentMs: 0,
  worstSilenceMs: 0,
};

/** Plays in the mind: tells what a listener with a real device would have heard. */
export class VirtualPlayer {
  #report = NOTHING;
  /** When the device will have played all that came. */
  #emptyAtMs = 0;

  /** Takes samples that arrive at `nowMs` and last `seconds`. */
  receive(nowMs: number, seconds: number): void {
    if (seconds <= 0) return;
    const { startedAtMs, audioSeconds, underruns, silentMs, worstSilenceMs } = this.#report;
    const lateMs = startedAtMs === null ? 0 : Math.max(0, nowMs - this.#emptyAtMs);
    this.#emptyAtMs =
      (lateMs > 0 || startedAtMs === null ? nowMs : this.#emptyAtMs) + seconds * 1000;
    this.#report = {
      startedAtMs: startedAtMs ?? nowMs,
      lastAtMs: nowMs,
      audioSeconds: audioSeconds + seconds,
      underruns: underruns + (lateMs > 0 ? 1 : 0),
      silentMs: silentMs + lateMs,
      worstSilenceMs: Math.max(worstSilenceMs, lateMs),
    };
  }

  get report(): PlaybackReport {
    return this.#report;
  }
}
