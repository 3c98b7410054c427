import type { Worker } from 'node:worker_threads';

import { abortReason } from './or-aborted.js';
import { SupervisedThread, type Order } from './supervised-thread.js';
import { ThreadFailure } from './thread-failure.js';
import { ThreadLane } from './thread-lane.js';

/** How a pool starts and bounds its threads. */
export interface ThreadPoolOptions<Command> {
  /** Names the threads in errors. */
  readonly name: string;
  readonly threads: number;
  /** Starts one thread; its code sends `ready` when it can take commands. */
  readonly spawn: () => Worker;
  /** True if commands run native code, which cannot be terminated. */
  readonly native: boolean;
  readonly startDeadlineMs: number;
  /** Commands that may wait for a thread; one more is refused as `overloaded`. */
  readonly queueLimit: number;
  /** What a thread started later must be told to be like its siblings. */
  readonly setUp?: () => readonly Order<Command>[];
}

interface Waiting<Command, Reply> {
  readonly order: Order<Command>;
  /** The only lane that may take it, or null for any. */
  readonly lane: ThreadLane<Command, Reply> | null;
  readonly take: () => boolean;
  readonly resolve: (reply: Promise<Reply>) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * Threads that take commands in order of arrival, each one at a time; a lost thread is replaced.
 *
 * - `run` rejects with a `ThreadRefusal` when the thread says no, with a `ThreadFailure` when it is
 *   lost, cannot be started or the queue is full, and with the signal's reason when it is aborted
 *   before a thread took the command; later aborts are not noticed.
 * - `runOnEach` runs a command on every thread: on all at once, or on one after the other so that the
 *   rest stay at work meanwhile.
 */
export class ThreadPool<Command, Reply> {
  readonly #lanes: readonly ThreadLane<Command, Reply>[];
  #waiting: Waiting<Command, Reply>[] = [];
  #closed = false;

  private constructor(private readonly options: ThreadPoolOptions<Command>) {
    const { threads, name } = options;
    this.#lanes = Array.from({ length: threads }, (_, index) => this.#lane(`${name} ${index}`));
  }

  /** Resolves when all threads have started; rejects, and starts nothing, when one does not. */
  static async start<Command, Reply>(
    options: ThreadPoolOptions<Command>,
  ): Promise<ThreadPool<Command, Reply>> {
    const pool = new ThreadPool<Command, Reply>(options);
    try {
      await Promise.all(pool.#lanes.map((lane) => lane.start()));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  async run(order: Order<Command>, signal: AbortSignal): Promise<Reply> {
    signal.throwIfAborted();
    if (this.#waiting.length >= this.options.queueLimit) throw this.#failure('overloaded');
    return this.#enqueue(order, signal, null);
  }

  async runOnEach(
    order: Order<Command>,
    way: 'together' | 'inTurn',
    signal: AbortSignal,
  ): Promise<readonly Reply[]> {
    if (way === 'together')
      return Promise.all(this.#lanes.map((lane) => this.#enqueue(order, signal, lane)));
    const replies: Reply[] = [];
    for (const lane of this.#lanes) replies.push(await this.#enqueue(order, signal, lane));
    return replies;
  }

  /** Ends all threads: what waits is rejected as `closed`, and so is what runs, unless it is native. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#rejectWaiting('closed');
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #lane(name: string): ThreadLane<Command, Reply> {
    const { spawn, native, startDeadlineMs, setUp = () => [] } = this.options;
    return new ThreadLane<Command, Reply>({
      start: (onLost) =>
        SupervisedThread.start({ name, spawn, native, startDeadlineMs, setUp, onLost }),
      onIdle: () => this.#dispatch(),
      onHopeless: () => this.#giveUpIfAllHopeless(),
    });
  }

  #enqueue(
    order: Order<Command>,
    signal: AbortSignal,
    lane: ThreadLane<Command, Reply> | null,
  ): Promise<Reply> {
    if (this.#closed) return Promise.reject(this.#failure('closed'));
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== entry);
        reject(abortReason(signal));
      };
      const take = (): boolean => {
        signal.removeEventListener('abort', onAbort);
        return !signal.aborted;
      };
      const entry = { order, lane, take, resolve, reject };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(entry);
      this.#dispatch();
      this.#giveUpIfAllHopeless();
    });
  }

  #dispatch(): void {
    for (const lane of this.#lanes) {
      if (!lane.idle) continue;
      const entry = this.#next(lane);
      if (entry?.take() === true) entry.resolve(lane.run(entry.order));
    }
  }

  #next(lane: ThreadLane<Command, Reply>): Waiting<Command, Reply> | undefined {
    const index = this.#waiting.findIndex((entry) => entry.lane === null || entry.lane === lane);
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  #giveUpIfAllHopeless(): void {
    if (this.#lanes.every((lane) => lane.hopeless)) this.#rejectWaiting('unavailable');
  }

  #rejectWaiting(kind: 'closed' | 'unavailable'): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const entry of waiting) if (entry.take()) entry.reject(this.#failure(kind));
  }

  #failure(kind: 'closed' | 'unavailable' | 'overloaded'): ThreadFailure {
    return new ThreadFailure(kind, `${this.options.name}: ${REASONS[kind]}`);
  }
}

const REASONS = {
  closed: 'the threads were closed',
  unavailable: 'no thread can be started',
  overloaded: 'too many commands wait',
} as const;
