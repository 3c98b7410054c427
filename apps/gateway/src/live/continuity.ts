/**
 * Tells by how much a player falls behind that begins with the first audio and never waits: at its
 * worst, the deficit is the longest gap that a buffer would have had to bridge. Times are ms.
 */
export class Continuity {
  #beganAt: number | null = null;
  #receivedMs = 0;
  #worstMs = 0;

  /** So many seconds of audio came. */
  received(seconds: number, now: number): void {
    this.#beganAt ??= now;
    this.#worstMs = Math.max(this.#worstMs, this.#deficitMs(now));
    this.#receivedMs += seconds * 1000;
  }

  /** The text had run out: a player that has played all begins anew with what comes next. */
  rest(now: number): void {
    if (this.#deficitMs(now) < 0) return;
    this.#beganAt = null;
    this.#receivedMs = 0;
  }

  /** The most that was played and had not come. */
  get worstMs(): number {
    return this.#worstMs;
  }

  #deficitMs(now: number): number {
    return now - (this.#beganAt ?? now) - this.#receivedMs;
  }
}
