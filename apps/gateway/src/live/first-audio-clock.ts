/** Tells how long the utterances of a context wait for their first audio. They are spoken in the order opened. */
export class FirstAudioClock {
  /** By route: when it was opened, ms, or null once it was heard. */
  readonly #openedAt = new Map<number, number | null>();

  /** The first sentence of an utterance was cut. */
  opened(route: number, now: number): void {
    this.#openedAt.set(route, now);
  }

  /** Nothing more comes of an utterance. */
  ended(route: number): void {
    this.#openedAt.delete(route);
  }

  /** Audio goes out: gives how long its utterance waited for it, ms, if it is its first. */
  sent(now: number): number | null {
    const [current] = this.#openedAt;
    if (current === undefined) return null;
    const [route, openedAt] = current;
    if (openedAt === null) return null;
    this.#openedAt.set(route, null);
    return now - openedAt;
  }
}
