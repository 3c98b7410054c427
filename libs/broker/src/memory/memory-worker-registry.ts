import type { Clock, WorkerId, WorkerRecord, WorkerRegistry } from '@chorale/speech';

import { voiceSet, voiceSetMismatch } from '../voice-set.js';

/** How long a record lives unless renewed. */
const RECORD_TTL_MS = 5_000;

/** The records of one process with the time at which each expires. */
export class MemoryWorkerRecords {
  readonly #records = new Map<WorkerId, { record: WorkerRecord; expiresAt: number }>();

  constructor(private readonly clock: Clock) {}

  put(record: WorkerRecord): void {
    this.#records.set(record.worker, {
      record: structuredClone(record),
      expiresAt: this.clock.now() + RECORD_TTL_MS,
    });
  }

  delete(worker: WorkerId): void {
    this.#records.delete(worker);
  }

  living(): readonly WorkerRecord[] {
    for (const [worker, { expiresAt }] of this.#records) {
      if (expiresAt <= this.clock.now()) this.#records.delete(worker);
    }
    return [...this.#records.values()].map(({ record }) => structuredClone(record));
  }
}

/** Lists the workers of the same process. */
export class MemoryWorkerRegistry implements WorkerRegistry {
  constructor(private readonly records: MemoryWorkerRecords) {}

  announce(record: WorkerRecord): Promise<void> {
    if (this.records.living().some((other) => disagree(other, record)))
      return Promise.reject(voiceSetMismatch(record));
    this.records.put(record);
    return Promise.resolve();
  }

  withdraw(worker: WorkerId): Promise<void> {
    this.records.delete(worker);
    return Promise.resolve();
  }

  list(): Promise<readonly WorkerRecord[]> {
    return Promise.resolve(this.records.living());
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const disagree = (other: WorkerRecord, record: WorkerRecord): boolean =>
  other.worker !== record.worker &&
  other.voiceClass === record.voiceClass &&
  voiceSet(other.voices) !== voiceSet(record.voices);
