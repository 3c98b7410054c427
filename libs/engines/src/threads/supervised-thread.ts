import type { Transferable, Worker } from 'node:worker_threads';

import { ThreadFailure, ThreadRefusal } from './thread-failure.js';
import type { ThreadAnswer, ThreadRequest } from './thread-messages.js';

/** A command, how long it may run, and the buffers it gives away. */
export interface Order<Command> {
  readonly command: Command;
  readonly deadlineMs: number;
  readonly transfer?: readonly Transferable[];
}

interface Pending<Reply> {
  readonly timer: NodeJS.Timeout;
  readonly resolve: (answer: ThreadAnswer<Reply>) => void;
  readonly reject: (reason: Error) => void;
}

/** What a thread asks of its keeper. */
export interface ThreadKeeper<Command> {
  /** Names the thread in errors. */
  readonly name: string;
  /** Starts the thread's code; it sends `ready` when it can take commands. */
  readonly spawn: () => Worker;
  /**
   * True if its commands run native code: terminating a thread there ends the whole process (N-API
   * throws where nobody catches), so it is waited for, or left alone until it answers.
   */
  readonly native: boolean;
  readonly startDeadlineMs: number;
  /** Brings a fresh thread to the state of its siblings. */
  readonly setUp: () => readonly Order<Command>[];
  /** The thread died or was given up; nothing more comes from it. */
  readonly onLost: (failure: ThreadFailure) => void;
}

/**
 * One life of one worker thread. It takes a command at a time and is given up, for good, when it
 * crashes or runs past a deadline.
 */
export class SupervisedThread<Command, Reply> {
  readonly #worker: Worker;
  #pending: Pending<Reply> | null = null;
  /** Settles with the last command. */
  #running: Promise<unknown> = Promise.resolve();
  #lastId = 0;
  #lost = false;

  private constructor(private readonly keeper: ThreadKeeper<Command>) {
    this.#worker = keeper.spawn();
    this.#worker.on('message', (answer: ThreadAnswer<Reply>) => this.#hear(answer));
    this.#worker.on('error', (error) => void this.#lose('crashed', 'died', error));
    this.#worker.on('exit', (code) => void this.#lose('crashed', `ended with code ${code}`));
  }

  /** Resolves when the thread has started and carried out its set-up; rejects, and leaves no thread, when it does not. */
  static async start<Command, Reply>(
    keeper: ThreadKeeper<Command>,
  ): Promise<SupervisedThread<Command, Reply>> {
    const thread = new SupervisedThread<Command, Reply>(keeper);
    try {
      await thread.#answer(keeper.startDeadlineMs);
      for (const order of keeper.setUp()) await thread.run(order);
      return thread;
    } catch (error) {
      await thread.end();
      throw error;
    }
  }

  /** Runs one command. Rejects with a `ThreadRefusal` (it said no) or a `ThreadFailure` (the thread is lost). */
  async run({ command, deadlineMs, transfer = [] }: Order<Command>): Promise<Reply> {
    if (this.#pending !== null) throw new TypeError(`${this.keeper.name} is busy`);
    const request: ThreadRequest<Command> = { id: ++this.#lastId, command };
    this.#worker.postMessage(request, transfer);
    return replyOf(await this.#answer(deadlineMs));
  }

  /**
   * Ends the thread. Resolves when it has ended, or hangs in a native call past its deadline. A running
   * command is rejected; a native one is waited for instead.
   */
  async end(): Promise<void> {
    if (this.keeper.native) await this.#running;
    await this.#lose('closed', 'was closed');
  }

  #answer(deadlineMs: number): Promise<ThreadAnswer<Reply>> {
    const answer = new Promise<ThreadAnswer<Reply>>((resolve, reject) => {
      if (this.#lost) return reject(new ThreadFailure('crashed', `${this.keeper.name} is gone`));
      const late = (): void => void this.#lose('hung', `gave no answer within ${deadlineMs} ms`);
      this.#pending = { timer: setTimeout(late, deadlineMs), resolve, reject };
    });
    this.#running = answer.catch(() => undefined);
    return answer;
  }

  #hear(answer: ThreadAnswer<Reply>): void {
    // It was given up in a native call, and has come out of it.
    if (this.#lost) void this.#worker.terminate();
    else this.#take()?.resolve(answer);
  }

  async #lose(kind: 'crashed' | 'hung' | 'closed', what: string, cause?: unknown): Promise<void> {
    if (this.#lost) return;
    this.#lost = true;
    const failure = new ThreadFailure(kind, `${this.keeper.name} ${what}`, cause);
    const pending = this.#take();
    pending?.reject(failure);
    this.#worker.unref();
    this.keeper.onLost(failure);
    const inNativeCall = this.keeper.native && pending !== null && kind !== 'crashed';
    if (!inNativeCall) await this.#worker.terminate();
  }

  #take(): Pending<Reply> | null {
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) clearTimeout(pending.timer);
    return pending;
  }
}

const replyOf = <Reply>(answer: ThreadAnswer<Reply>): Reply => {
  switch (answer.kind) {
    case 'reply':
      return answer.reply;
    case 'refused':
      throw new ThreadRefusal(answer.code, answer.message);
    case 'ready':
      throw new TypeError('a thread said twice that it is ready');
  }
};
