import {
  isClassOfMake,
  jobId,
  type JobQueue,
  type JobState,
  type Placement,
  type SynthesisJob,
} from '@chorale/speech';

import { BrokerUnavailable } from '../broker-unavailable.js';
import { checkedClass, checkedPlacement, checkedRank } from '../placement.js';

import { type BandQueue, BandQueues } from './band-queues.js';
import type { RedisKeys } from './keys.js';
import { KeyedTurns } from './keyed-turns.js';
import type { RedisLink } from './redis-link.js';
import { RedisScript } from './redis-script.js';

/** All jobs are alike to BullMQ. */
const JOB_NAME = 'sentence';

/** What stays of a queue without jobs. */
const KEPT_BY_BULLMQ = ['meta', 'events', 'marker', 'id', 'pc'] as const;

/** The queues of one make outlive their last job by so long. */
const MAKE_TTL_SECONDS = 3_600;

/**
 * Takes jobs back that still wait, and returns id and payload of each.
 * KEYS: the sorted sets of waiting jobs. ARGV: per set the prefix of its jobs' keys, then the ids.
 * BullMQ's own `remove` also takes running jobs whose lock ran out, and does not say which it took.
 */
const TAKE_WAITING = new RedisScript(`
  local taken = {}
  for i = #KEYS + 1, #ARGV do
    for k = 1, #KEYS do
      if redis.call('ZREM', KEYS[k], ARGV[i]) == 1 then
        local job = ARGV[k] .. ARGV[i]
        taken[#taken + 1] = ARGV[i]
        taken[#taken + 1] = redis.call('HGET', job, 'data') or ''
        redis.call('DEL', job)
      end
    end
  end
  return taken
`);

/** Queues jobs in BullMQ; see docs/decisions/0001-two-queues-per-class.md. */
export class RedisJobQueue implements JobQueue {
  readonly #turns = new KeyedTurns();
  readonly #queues: BandQueues;
  #closed = false;

  constructor(
    private readonly link: RedisLink,
    keys: RedisKeys,
    problem: (error: Error) => void,
  ) {
    this.#queues = new BandQueues(link, keys, problem);
  }

  async enqueue(job: SynthesisJob, placement: Placement): Promise<void> {
    const { voiceClass, band, rank } = checkedPlacement(placement);
    const id = jobId(job);
    await this.#turns.run(id, () =>
      this.#on(voiceClass, async (queues) => {
        await this.#add(queues[band], id, job, rank);
        if (isClassOfMake(voiceClass)) await this.#bound(queues[band]);
      }),
    );
  }

  async promote(id: string, voiceClass: string, rank: number): Promise<void> {
    const priority = checkedRank(rank);
    await this.#turns.run(id, () =>
      this.#on(voiceClass, async ({ lookAhead, urgent }) => {
        const [taken] = await this.#take([lookAhead], [id]);
        if (taken === undefined) return;
        const job: unknown = JSON.parse(taken.payload);
        await this.#add(urgent, id, job, priority);
      }),
    );
  }

  async remove(ids: readonly string[], voiceClass: string): Promise<readonly string[]> {
    await Promise.all(ids.map((id) => this.#turns.idle(id)));
    return this.#on(voiceClass, async ({ lookAhead, urgent }) => {
      const taken = await this.#take([urgent, lookAhead], ids);
      return taken.map(({ id }) => id);
    });
  }

  async state(id: string, voiceClass: string): Promise<JobState> {
    await this.#turns.idle(id);
    return this.#on(voiceClass, async ({ lookAhead, urgent }) => {
      const states = await Promise.all([urgent.getJobState(id), lookAhead.getJobState(id)]);
      // What BullMQ calls waiting is not ours, which are all prioritized: it is a dead worker's job.
      if (states.includes('prioritized')) return 'waiting';
      return states.includes('active') ? 'active' : 'unknown';
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queues.close();
  }

  async #on<T>(voiceClass: string, task: (queues: BandQueue) => Promise<T>): Promise<T> {
    if (this.#closed) throw new BrokerUnavailable('closed');
    const known = checkedClass(voiceClass);
    return this.link.run(() => task(this.#queues.of(known)));
  }

  /** Rank 0 is priority 1: to BullMQ 0 means none, and goes before all. */
  async #add(
    queue: BandQueue[keyof BandQueue],
    id: string,
    job: unknown,
    rank: number,
  ): Promise<void> {
    await queue.add(JOB_NAME, job, { jobId: id, priority: rank + 1 });
  }

  /** Makes come and go with releases and machines: what their jobs leave behind does not stay for ever. */
  async #bound(queue: BandQueue[keyof BandQueue]): Promise<void> {
    const pipeline = this.link.client.pipeline();
    for (const name of KEPT_BY_BULLMQ) pipeline.expire(queue.toKey(name), MAKE_TTL_SECONDS);
    await pipeline.exec();
  }

  async #take(
    queues: readonly BandQueue[keyof BandQueue][],
    ids: readonly string[],
  ): Promise<readonly TakenJob[]> {
    const waiting = queues.map((queue) => queue.toKey('prioritized'));
    const jobPrefixes = queues.map((queue) => queue.toKey(''));
    return takenJobs(await TAKE_WAITING.run(this.link.client, waiting, [...jobPrefixes, ...ids]));
  }
}

interface TakenJob {
  readonly id: string;
  readonly payload: string;
}

const takenJobs = (reply: unknown): readonly TakenJob[] => {
  const flat = Array.isArray(reply) ? reply.map(String) : [];
  return flat.flatMap((id, index) =>
    index % 2 === 0 ? { id, payload: flat[index + 1] ?? '' } : [],
  );
};
