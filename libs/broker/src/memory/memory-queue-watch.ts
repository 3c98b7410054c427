import type { QueueDepth, QueueWatch } from '@chorale/speech';

import type { MemoryClassQueue } from './memory-class-queue.js';

/** Counts the jobs of the same process. */
export class MemoryQueueWatch implements QueueWatch {
  constructor(private readonly queueOf: (voiceClass: string) => MemoryClassQueue) {}

  depths(voiceClasses: readonly string[]): Promise<readonly QueueDepth[]> {
    return Promise.resolve(
      voiceClasses.map((voiceClass) => ({ voiceClass, ...this.queueOf(voiceClass).depth })),
    );
  }
}
