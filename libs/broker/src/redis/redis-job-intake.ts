import type { JobFailure } from '@chorale/protocol';
import type {
  Appetite,
  Band,
  JobHandler,
  JobIntake,
  JobOrigin,
  SynthesisJob,
  WorkerId,
} from '@chorale/speech';
import { type Job, UnrecoverableError } from 'bullmq';

import type { BrokerObserver } from '../broker.js';
import { failureName } from '../job-failure.js';
import { type InvalidPayload, readJobPayload } from '../job-payload.js';

import { BandWorker } from './band-worker.js';
import type { FailureLog } from './failure-log.js';
import type { RedisKeys } from './keys.js';
import type { RedisLink } from './redis-link.js';

/** What an intake is made of. */
export interface RedisJobIntakeOptions {
  readonly worker: WorkerId;
  readonly voiceClass: string;
  readonly keys: RedisKeys;
  /** BullMQ's connection; its blocking reads get duplicates of it. */
  readonly link: RedisLink;
  readonly failures: FailureLog;
  readonly observer: BrokerObserver;
  readonly lockMs: number;
}

/** Pulls one class's two queues, each at its own pace. */
export class RedisJobIntake implements JobIntake {
  readonly #bands: Readonly<Record<Band, BandWorker>>;
  #handler: JobHandler | null = null;
  #onInvalid: ((origin: JobOrigin) => void) | undefined;

  constructor(private readonly options: RedisJobIntakeOptions) {
    this.#bands = { urgent: this.#band('urgent'), lookAhead: this.#band('lookAhead') };
  }

  start(handler: JobHandler, onInvalid?: (origin: JobOrigin) => void): Promise<void> {
    this.#handler = handler;
    this.#onInvalid = onInvalid;
    this.#bands.urgent.start();
    this.#bands.lookAhead.start();
    return Promise.resolve();
  }

  setAppetite({ urgent, lookAhead }: Appetite): void {
    this.#bands.urgent.setAppetite(urgent);
    this.#bands.lookAhead.setAppetite(lookAhead);
  }

  cancel(id: string, reason: string): boolean {
    return this.#bands.urgent.cancel(id, reason) || this.#bands.lookAhead.cancel(id, reason);
  }

  async close(): Promise<void> {
    await Promise.all([this.#bands.urgent.close(), this.#bands.lookAhead.close()]);
  }

  #band(band: Band): BandWorker {
    const { voiceClass, keys, link, lockMs, observer } = this.options;
    return new BandWorker({
      queue: keys.queue(voiceClass, band),
      prefix: keys.prefix,
      link,
      lockMs,
      problem: (error) => observer.problem(error),
      run: (job, signal) => this.#run(job, signal),
    });
  }

  async #run(job: Job, signal: AbortSignal): Promise<void> {
    const payload = readJobPayload(job.data);
    if (payload.kind === 'job') await this.#handle(job.id ?? '', payload.job, signal);
    else this.#refuse(payload);
  }

  #refuse({ address, origin }: InvalidPayload): void {
    this.options.observer.invalidJob(address);
    if (origin) this.#onInvalid?.(origin);
  }

  /** BullMQ writes a failed job's message to a stream: it must not be one that quotes the text. */
  async #handle(id: string, job: SynthesisJob, signal: AbortSignal): Promise<void> {
    try {
      await this.#handler?.(job, signal);
    } catch (error) {
      if (!signal.aborted) await this.#note(id, failureName(error));
      throw new UnrecoverableError(signal.aborted ? 'aborted' : 'failed');
    }
  }

  async #note(id: string, error: string): Promise<void> {
    const { failures, observer, voiceClass, worker } = this.options;
    const failure: JobFailure = { id, voiceClass, worker, error, at: Date.now() };
    await failures.note(failure).catch((cause: unknown) => {
      observer.problem(new Error('a failure could not be noted', { cause }));
    });
  }
}
