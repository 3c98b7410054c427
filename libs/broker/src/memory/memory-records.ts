import type { Clock } from '@chorale/speech';

/** How long a record lives unless renewed. */
const RECORD_TTL_MS = 5_000;

/** The records of one process by name, with the time at which each expires. */
export class MemoryRecords<Name extends string, T> {
  readonly #records = new Map<Name, { record: T; expiresAt: number }>();

  constructor(private readonly clock: Clock) {}

  put(name: Name, record: T): void {
    this.#records.set(name, {
      record: structuredClone(record),
      expiresAt: this.clock.now() + RECORD_TTL_MS,
    });
  }

  delete(name: Name): void {
    this.#records.delete(name);
  }

  living(): readonly T[] {
    for (const [name, { expiresAt }] of this.#records) {
      if (expiresAt <= this.clock.now()) this.#records.delete(name);
    }
    return [...this.#records.values()].map(({ record }) => structuredClone(record));
  }
}
