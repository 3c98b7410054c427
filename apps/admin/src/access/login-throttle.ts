/** Failed tries that one address has before it must wait. */
const TRIES = 5;
/** How long it takes until one more try is granted, ms. */
const REFILL_MS = 12_000;
/** Addresses that are remembered; beyond it the oldest are forgotten. */
const MAX_ADDRESSES = 10_000;
/** Failed tries of all addresses together in one minute: many machines guess no faster than this. */
const TRIES_OF_ALL = 120;
const MINUTE_MS = 60_000;

interface Tally {
  readonly failures: number;
  readonly at: number;
}

/** Slows down whoever guesses tokens, by address and altogether. */
export class LoginThrottle {
  readonly #tallies = new Map<string, Tally>();
  #all: Tally = { failures: 0, at: 0 };

  /** Seconds that this address has to wait; 0 = it may try. */
  waitSeconds(address: string, now: number): number {
    const own = leftAt(this.#tallies.get(address), REFILL_MS, now);
    const all = leftAt(this.#all, MINUTE_MS / TRIES_OF_ALL, now);
    if (own > TRIES - 1) return Math.ceil(((own - (TRIES - 1)) * REFILL_MS) / 1000);
    return all > TRIES_OF_ALL - 1 ? 1 : 0;
  }

  failed(address: string, now: number): void {
    const failures = leftAt(this.#tallies.get(address), REFILL_MS, now) + 1;
    this.#tallies.delete(address); // what is put in again becomes the newest
    this.#tallies.set(address, { failures, at: now });
    this.#all = { failures: leftAt(this.#all, MINUTE_MS / TRIES_OF_ALL, now) + 1, at: now };
    const [oldest] = this.#tallies.keys();
    if (this.#tallies.size > MAX_ADDRESSES && oldest !== undefined) this.#tallies.delete(oldest);
  }

  succeeded(address: string): void {
    this.#tallies.delete(address);
  }
}

/** Failures that still count. */
const leftAt = (tally: Tally | undefined, refillMs: number, now: number): number =>
  tally === undefined ? 0 : Math.max(0, tally.failures - (now - tally.at) / refillMs);
