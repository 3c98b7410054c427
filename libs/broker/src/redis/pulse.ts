import type { Clock } from '@chorale/speech';

/** How often the way to Redis and back is measured, ms. */
const EVERY_MS = 2_000;

/** Hears how long a round trip took, ms; null if there was none within its time. */
export type RoundTripListener = (milliseconds: number | null) => void;

/** What a pulse is made of. */
export interface PulseParts {
  /** Resolves once the connection stands; must end by itself, as its pings must. */
  readonly reach: () => Promise<{ ping(): Promise<unknown> }>;
  readonly clock: Clock;
  readonly onRoundTrip: RoundTripListener;
}

/** Measures round trips at once and every 2 s, one at a time, until it is closed. */
export class Pulse {
  #cancelTimer: () => void = () => undefined;
  #closed = false;

  constructor(private readonly parts: PulseParts) {
    void this.#beat(); // never rejects
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer();
  }

  async #beat(): Promise<void> {
    const { clock, onRoundTrip } = this.parts;
    const milliseconds = await this.#roundTrip();
    if (this.#closed) return; // a connection that is closed says nothing about Redis
    onRoundTrip(milliseconds);
    this.#cancelTimer = clock.after(EVERY_MS, () => void this.#beat());
  }

  async #roundTrip(): Promise<number | null> {
    const { clock, reach } = this.parts;
    try {
      const redis = await reach();
      const begun = clock.now();
      await redis.ping();
      return clock.now() - begun;
    } catch {
      return null; // whoever needs the connection reports why
    }
  }
}
