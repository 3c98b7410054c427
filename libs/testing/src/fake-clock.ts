import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Clock } from '@chorale/speech';

interface Timer {
  readonly dueAt: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now: number;

  constructor(startMs = 0) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { dueAt: this.#now + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /**
   * Lets `ms` pass: timers that fall due are called in order, each at its own time, and what they
   * set off (promises, `setImmediate`) runs before the next.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await rest();
    for (let next = this.#nextDue(end); next !== undefined; next = this.#nextDue(end)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.dueAt);
      next.callback();
      await rest();
    }
    this.#now = end;
    await rest();
  }

  #nextDue(end: number): Timer | undefined {
    return [...this.#timers]
      .filter((timer) => timer.dueAt <= end)
      .reduce<Timer | undefined>(
        (first, timer) => (first === undefined || timer.dueAt < first.dueAt ? timer : first),
        undefined,
      );
  }
}

/** Chains of promises and immediates, as code under test sets them off, are done in a few turns. */
const TURNS = 5;

const rest = async (): Promise<void> => {
  for (let turn = 0; turn < TURNS; turn++) await nextTurn();
};
