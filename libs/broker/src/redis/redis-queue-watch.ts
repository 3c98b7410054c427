import type { QueueDepth, QueueWatch } from '@chorale/speech';
import type { Queue } from 'bullmq';

import { checkedClass } from '../placement.js';

import type { BandQueues } from './band-queues.js';
import type { RedisLink } from './redis-link.js';

/** Counts with BullMQ's own counters, in constant time per queue. */
export class RedisQueueWatch implements QueueWatch {
  constructor(
    private readonly link: RedisLink,
    private readonly queues: BandQueues,
  ) {}

  async depths(voiceClasses: readonly string[]): Promise<readonly QueueDepth[]> {
    await this.link.ready();
    return Promise.all(voiceClasses.map((voiceClass) => this.#depth(voiceClass)));
  }

  /** BullMQ's queues of the classes, for whoever shows them. */
  async bullQueues(voiceClasses: readonly string[]): Promise<readonly Queue[]> {
    await this.link.ready();
    return voiceClasses.flatMap((name) => Object.values(this.queues.of(checkedClass(name))));
  }

  async #depth(voiceClass: string): Promise<QueueDepth> {
    const { urgent, lookAhead } = this.queues.of(checkedClass(voiceClass));
    const [soon, later] = await this.link.run(() =>
      Promise.all([countsOf(urgent), countsOf(lookAhead)]),
    );
    return {
      voiceClass,
      urgent: soon.waiting,
      lookAhead: later.waiting,
      running: soon.running + later.running,
    };
  }
}

const countsOf = async (
  queue: Queue,
): Promise<{ readonly waiting: number; readonly running: number }> => {
  const counts = await queue.getJobCounts('wait', 'prioritized', 'active');
  const { wait = 0, prioritized = 0, active = 0 } = counts;
  return { waiting: wait + prioritized, running: active };
};
