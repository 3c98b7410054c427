import type { Order, SupervisedThread } from './supervised-thread.js';
import type { ThreadFailure } from './thread-failure.js';

/** Starts in a row that may fail before commands stop waiting for this lane. */
const HOPEFUL_STARTS = 3;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 5_000;

/** What a lane asks of its pool. */
export interface LaneOwner<Command, Reply> {
  readonly start: (
    onLost: (failure: ThreadFailure) => void,
  ) => Promise<SupervisedThread<Command, Reply>>;
  /** The lane can take a command. */
  readonly onIdle: () => void;
  /** The lane has failed to start often enough to be given up by those who wait. */
  readonly onHopeless: () => void;
}

/** A place for one thread: keeps a living one there, and starts the next when it is lost. */
export class ThreadLane<Command, Reply> {
  #thread: SupervisedThread<Command, Reply> | null = null;
  #busy = false;
  #closed = false;
  #failedStarts = 0;
  #retry: NodeJS.Timeout | undefined;

  constructor(private readonly owner: LaneOwner<Command, Reply>) {}

  get idle(): boolean {
    return this.#thread !== null && !this.#busy;
  }

  get hopeless(): boolean {
    return this.#failedStarts >= HOPEFUL_STARTS;
  }

  async start(): Promise<void> {
    const thread = await this.owner.start(() => this.#onLost());
    if (this.#closed) return thread.end();
    this.#thread = thread;
    this.#failedStarts = 0;
    this.owner.onIdle();
  }

  async run(order: Order<Command>): Promise<Reply> {
    if (this.#thread === null) throw new TypeError('the lane has no thread');
    this.#busy = true;
    try {
      return await this.#thread.run(order);
    } finally {
      this.#busy = false;
      this.owner.onIdle();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#thread?.end();
  }

  // A thread lost while it starts is reported by `start` itself.
  #onLost(): void {
    if (this.#thread === null) return;
    this.#thread = null;
    if (!this.#closed) this.#revive();
  }

  #revive(): void {
    this.start().catch(() => {
      this.#failedStarts++;
      if (this.hopeless) this.owner.onHopeless();
      const delay = Math.min(FIRST_RETRY_MS * 2 ** this.#failedStarts, LONGEST_RETRY_MS);
      if (!this.#closed) this.#retry = setTimeout(() => this.#revive(), delay);
    });
  }
}
