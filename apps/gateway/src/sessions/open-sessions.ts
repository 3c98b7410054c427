import type { Clock } from '@chorale/speech';

/** A socket's session or a request, while it is open. */
export interface OpenSession {
  /** Says what is owed, begins nothing new, and ends; it may wait so long (ms) before it begins to. */
  drain(afterMs: number): void;
  /** Stops at once. */
  closed(): void;
}

/** Sessions that a stopping gateway sends elsewhere arrive one after the other, ms apart. */
const MOVE_SPACING_MS = 2;

/** How often it is looked whether all is said, ms. */
const POLL_MS = 50;

/** All that a gateway serves at the moment. */
export class OpenSessions {
  readonly #open = new Set<OpenSession>();

  /** `onCount` is told how many there are, whenever that changes. */
  constructor(private readonly onCount: (count: number) => void) {}

  get size(): number {
    return this.#open.size;
  }

  add(session: OpenSession): void {
    this.#open.add(session);
    this.onCount(this.size);
  }

  /** False if it was not there. */
  forget(session: OpenSession): boolean {
    const wasOpen = this.#open.delete(session);
    if (wasOpen) this.onCount(this.size);
    return wasOpen;
  }

  /** Lets each end when it has said what it owes; waits for all, but not longer than `patienceMs`. */
  async drain(clock: Clock, patienceMs: number): Promise<void> {
    [...this.#open].forEach((session, at) => session.drain(at * MOVE_SPACING_MS));
    const deadline = clock.now() + patienceMs;
    while (this.size > 0 && clock.now() < deadline)
      await new Promise<void>((resolve) => clock.after(POLL_MS, resolve));
  }

  /** Ends all at once. */
  close(): void {
    for (const session of [...this.#open]) session.closed();
  }
}
