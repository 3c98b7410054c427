import {
  jobId,
  type JobQueue,
  type JobState,
  type Placement,
  type SynthesisJob,
} from '@chorale/speech';

import { BrokerUnavailable } from '../broker-unavailable.js';
import { checkedPlacement, checkedRank } from '../placement.js';

import type { MemoryClassQueue } from './memory-class-queue.js';

/** Queues jobs within the process. They do not outlive it. */
export class MemoryJobQueue implements JobQueue {
  #closed = false;

  constructor(private readonly queueOf: (voiceClass: string) => MemoryClassQueue) {}

  // Async methods that await nothing: the port's errors are rejections.
  // eslint-disable-next-line @typescript-eslint/require-await
  async enqueue(job: SynthesisJob, placement: Placement): Promise<void> {
    if (this.#closed) throw new BrokerUnavailable('closed');
    const { voiceClass, band, rank } = checkedPlacement(placement);
    this.queueOf(voiceClass).add({ id: jobId(job), rank, payload: JSON.stringify(job) }, band);
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async promote(id: string, voiceClass: string, rank: number): Promise<void> {
    this.queueOf(voiceClass).promote(id, checkedRank(rank));
  }

  remove(ids: readonly string[], voiceClass: string): Promise<readonly string[]> {
    const queue = this.queueOf(voiceClass);
    return Promise.resolve(ids.filter((id) => queue.remove(id)));
  }

  state(id: string, voiceClass: string): Promise<JobState> {
    return Promise.resolve(this.queueOf(voiceClass).state(id));
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }
}
