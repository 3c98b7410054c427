import type { WorkerId, WorkerRecord, WorkerRegistry } from '@chorale/speech';

import { voiceSet, voiceSetMismatch } from '../voice-set.js';

import type { MemoryRecords } from './memory-records.js';

/** Lists the workers of the same process. */
export class MemoryWorkerRegistry implements WorkerRegistry {
  constructor(private readonly records: MemoryRecords<WorkerId, WorkerRecord>) {}

  announce(record: WorkerRecord): Promise<void> {
    if (this.records.living().some((other) => disagree(other, record)))
      return Promise.reject(voiceSetMismatch(record));
    this.records.put(record.worker, record);
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
