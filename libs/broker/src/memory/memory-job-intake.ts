import type {
  Appetite,
  Band,
  JobHandler,
  JobIntake,
  JobOrigin,
  SynthesisJob,
} from '@chorale/speech';

import type { BrokerObserver } from '../broker.js';
import { type InvalidPayload, readJobPayload } from '../job-payload.js';

import type { MemoryClassQueue, Puller } from './memory-class-queue.js';
import type { WaitingJob } from './waiting-list.js';

interface RunningJob {
  readonly band: Band;
  readonly abort: AbortController;
  readonly settled: Promise<void>;
}

/** Where an intake reports to. */
export interface IntakeObserver extends Pick<BrokerObserver, 'invalidJob'> {
  failed(id: string, error: unknown): void;
}

/** Pulls jobs of one class within the process. */
export class MemoryJobIntake implements JobIntake, Puller {
  readonly #running = new Map<string, RunningJob>();
  #appetite: Appetite = { urgent: 0, lookAhead: 0 };
  #handler: JobHandler | null = null;
  #onInvalid: ((origin: JobOrigin) => void) | undefined;
  #closed = false;

  constructor(
    private readonly queue: MemoryClassQueue,
    private readonly observer: IntakeObserver,
  ) {}

  start(handler: JobHandler, onInvalid?: (origin: JobOrigin) => void): Promise<void> {
    this.#handler = handler;
    this.#onInvalid = onInvalid;
    this.queue.attach(this);
    return Promise.resolve();
  }

  setAppetite(appetite: Appetite): void {
    this.#appetite = appetite;
    this.queue.schedule();
  }

  cancel(id: string, reason: string): boolean {
    const job = this.#running.get(id);
    job?.abort.abort(reason);
    return job !== undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.queue.detach(this);
    await Promise.all([...this.#running.values()].map((job) => job.settled));
  }

  wants(band: Band): boolean {
    return !this.#closed && this.#held(band) < this.#appetite[band];
  }

  async run({ id, payload }: WaitingJob, band: Band): Promise<void> {
    const read = readJobPayload(JSON.parse(payload));
    if (read.kind === 'invalid') this.#refuse(read);
    else await this.#runJob(id, read.job, band);
  }

  #refuse({ address, origin }: InvalidPayload): void {
    this.observer.invalidJob(address);
    if (origin) this.#onInvalid?.(origin);
  }

  async #runJob(id: string, job: SynthesisJob, band: Band): Promise<void> {
    const abort = new AbortController();
    // The handler starts in a later turn, when `cancel` already knows its job.
    const settled = Promise.resolve().then(() => this.#handle(id, job, abort.signal));
    this.#running.set(id, { band, abort, settled });
    await settled;
    this.#running.delete(id);
  }

  async #handle(id: string, job: SynthesisJob, signal: AbortSignal): Promise<void> {
    try {
      await this.#handler?.(job, signal);
    } catch (error) {
      if (!signal.aborted) this.observer.failed(id, error);
    }
  }

  #held(band: Band): number {
    return [...this.#running.values()].filter((job) => job.band === band).length;
  }
}
