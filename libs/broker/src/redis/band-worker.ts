import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';

import type { RedisLink } from './redis-link.js';
import { settlesWithin } from './settles-within.js';

/** What a band's worker is made of. */
export interface BandWorkerOptions {
  readonly queue: string;
  readonly prefix: string;
  readonly link: RedisLink;
  /** A worker that did not renew a job's lock for so long is dead, and the job is dropped. */
  readonly lockMs: number;
  readonly problem: (error: Error) => void;
  /** Runs a job to its end; whatever it rejects with is handled already. */
  readonly run: (job: Job, signal: AbortSignal) => Promise<void>;
}

/** Between attempts after Redis refused something; BullMQ's own 15 s would be an outage. */
const RETRY_MS = 500;
/** What BullMQ gets for its farewells once all handlers have settled. */
const CLOSE_MS = 1_000;

/** Pulls one queue, as many jobs at once as the appetite allows. */
export class BandWorker {
  readonly #worker: Worker;
  readonly #held = new Map<string, Promise<void>>();
  #appetite = 0;
  #started = false;
  #closing = false;

  constructor(private readonly options: BandWorkerOptions) {
    const { lockMs } = options;
    // BullMQ passes the signal only to a function that declares three parameters.
    const processor = (job: Job, token?: string, signal?: AbortSignal): Promise<void> =>
      this.#process(job, token, signal);
    this.#worker = new Worker(options.queue, processor, {
      connection: options.link.client,
      prefix: options.prefix,
      autorun: false,
      concurrency: 1,
      lockDuration: lockMs,
      stalledInterval: lockMs / 2,
      maxStalledCount: 0, // a dead worker's job is dropped, never run again: the gateway decides
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
      runRetryDelay: RETRY_MS,
    });
    this.#worker.on('error', options.problem);
    this.#worker.on('lockRenewalFailed', (ids) =>
      ids.forEach((id) => this.cancel(id, 'lock_lost')),
    );
  }

  start(): void {
    this.#started = true;
    this.#follow(true);
  }

  setAppetite(appetite: number): void {
    const grew = appetite > this.#appetite;
    this.#appetite = appetite;
    this.#follow(grew);
  }

  cancel(id: string, reason: string): boolean {
    return this.#worker.cancelJob(id, reason);
  }

  /** Pulls nothing more; resolves when what runs has settled and Redis knows it, if it can be told. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#appetite = 0;
    this.#background(this.#worker.pause(true));
    await Promise.allSettled(this.#held.values());
    const closed = this.#worker.close();
    if (await settlesWithin(CLOSE_MS, closed)) return;
    await this.#nudge();
    if (await settlesWithin(CLOSE_MS, closed)) return;
    this.options.problem(new Error('a queue worker did not close'));
  }

  /**
   * BullMQ waits for the end of its blocking connection. One that is between two attempts to
   * connect never comes to an end, unless it is made to try once more.
   */
  async #nudge(): Promise<void> {
    const blocking = await this.#worker.getBackend().blockingClient;
    await settlesWithin(CLOSE_MS, blocking?.connect() ?? Promise.resolve());
  }

  /**
   * BullMQ's loop looks at `concurrency` and `paused` only between jobs. Pausing and resuming at
   * once wakes it, so that a larger appetite is felt now and not when the next job ends.
   */
  #follow(grew: boolean): void {
    if (!this.#started || this.#closing) return;
    if (this.#appetite > 0) this.#worker.concurrency = this.#appetite;
    if (this.#appetite === 0 || grew) this.#background(this.#worker.pause(true));
    if (this.#appetite > 0 && grew) this.#resume();
  }

  /** A loop that was just about to end misses being resumed: look again in the next turn. */
  #resume(): void {
    this.#background(this.#worker.resume());
    setImmediate(() => {
      if (this.#appetite > 0 && !this.#closing && !this.#worker.isRunning()) this.#resume();
    });
  }

  #background(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.options.problem(new Error('a queue worker could not be steered', { cause: error }));
    });
  }

  async #process(job: Job, token?: string, signal?: AbortSignal): Promise<void> {
    const id = job.id;
    if (id === undefined || token === undefined || signal === undefined)
      throw new UnrecoverableError('BullMQ gave a job without id, token or signal');
    if (this.#held.size >= this.#appetite) return this.#handBack(job, token);
    const run = this.options.run(job, signal);
    this.#held.set(id, run);
    await run.finally(() => this.#held.delete(id));
  }

  /**
   * A pull that was under way when the appetite fell may still bring a job: it goes back to the
   * front of its rank. BullMQ sets no marker then, so the workers that block on one would sleep on.
   */
  async #handBack(job: Job, token: string): Promise<never> {
    await job.moveToWait(token);
    await this.options.link.client.zadd(this.#worker.toKey('marker'), 0, '0');
    throw new WaitingError();
  }
}
