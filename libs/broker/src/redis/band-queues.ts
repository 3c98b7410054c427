import type { Band } from '@chorale/speech';
import { Queue } from 'bullmq';

import type { RedisKeys } from './keys.js';
import type { RedisLink } from './redis-link.js';

/** BullMQ writes five entries per job to a stream that nobody reads here. */
const MAX_EVENTS = 100;

/** The two queues of a class. */
export type BandQueue = Readonly<Record<Band, Queue>>;

/** BullMQ's queues, made when first asked for. */
export class BandQueues {
  readonly #queues = new Map<string, BandQueue>();

  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
    private readonly problem: (error: Error) => void,
  ) {}

  /** Call it on a connection that stands: a queue whose first command fails stays unusable. */
  of(voiceClass: string): BandQueue {
    const known = this.#queues.get(voiceClass);
    if (known !== undefined) return known;
    const queues = {
      urgent: this.#open(voiceClass, 'urgent'),
      lookAhead: this.#open(voiceClass, 'lookAhead'),
    };
    this.#queues.set(voiceClass, queues);
    return queues;
  }

  async close(): Promise<void> {
    const queues = [...this.#queues.values()].flatMap((pair) => Object.values(pair));
    await Promise.all(queues.map((queue) => queue.close()));
  }

  #open(voiceClass: string, band: Band): Queue {
    const queue = new Queue(this.keys.queue(voiceClass, band), {
      connection: this.link.client,
      prefix: this.keys.prefix,
      skipVersionCheck: true, // `checkRedis` does it once, at start-up
      streams: { events: { maxLen: MAX_EVENTS } },
      defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    });
    return queue.on('error', this.problem);
  }
}
