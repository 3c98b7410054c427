import { type JobHandler, jobId, type JobOrigin, type SynthesisJob } from '@chorale/speech';

interface HeldJob {
  readonly job: SynthesisJob;
  readonly signal: AbortSignal;
  readonly settle: (error?: Error) => void;
}

/** Holds every job it gets until told to finish it, and remembers all it got. */
export class FakeJobHandler {
  readonly #held = new Map<string, HeldJob>();
  /** In the order in which they came. */
  readonly jobs: SynthesisJob[] = [];
  /** Whose the payloads were that could not be read. */
  readonly refused: JobOrigin[] = [];
  /** The most that was held at once. */
  mostHeld = 0;
  #holding = true;

  readonly refuse = (origin: JobOrigin): void => void this.refused.push(origin);

  readonly handle: JobHandler = (job, signal) =>
    new Promise((resolve, reject) => {
      this.jobs.push(job);
      const settle = (error?: Error): void => (error === undefined ? resolve() : reject(error));
      if (!this.#holding) settle();
      else this.#held.set(jobId(job), { job, signal, settle });
      this.mostHeld = Math.max(this.mostHeld, this.#held.size);
    });

  /** Sequence numbers of the jobs that came, in order. */
  get sequence(): readonly number[] {
    return this.jobs.map((job) => job.seq);
  }

  get heldIds(): readonly string[] {
    return [...this.#held.keys()];
  }

  signalOf(id: string): AbortSignal | undefined {
    return this.#held.get(id)?.signal;
  }

  /** Lets a held job end; with an error, fail. */
  finish(id: string, error?: Error): void {
    const held = this.#held.get(id);
    this.#held.delete(id);
    held?.settle(error);
  }

  finishAll(): void {
    this.heldIds.forEach((id) => this.finish(id));
  }

  /** Finishes all, and from now on each job as it comes. */
  letGo(): void {
    this.#holding = false;
    this.finishAll();
  }
}
