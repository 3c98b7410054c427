import type { JobQueue, JobState, Placement, SynthesisJob } from '@chorale/speech';
import { jobId } from '@chorale/speech';

/** Passes jobs on to a queue and remembers them, so that a test can see whether any is left behind. */
export class JobLedger implements JobQueue {
  readonly #filed = new Map<string, string>();
  #alter: (job: SynthesisJob) => SynthesisJob = asItIs;

  constructor(private readonly queue: JobQueue) {}

  /** From now on jobs are changed so on their way in; without a change they pass as they are. */
  alter(change: (job: SynthesisJob) => SynthesisJob = asItIs): void {
    this.#alter = change;
  }

  /** The ids of the jobs that still wait or run. */
  async left(): Promise<readonly string[]> {
    for (const [id, voiceClass] of this.#filed)
      if ((await this.queue.state(id, voiceClass)) === 'unknown') this.#filed.delete(id);
    return [...this.#filed.keys()];
  }

  async enqueue(job: SynthesisJob, placement: Placement): Promise<void> {
    this.#filed.set(jobId(job), placement.voiceClass);
    await this.queue.enqueue(this.#alter(job), placement);
  }

  promote(id: string, voiceClass: string, rank: number): Promise<void> {
    return this.queue.promote(id, voiceClass, rank);
  }

  remove(ids: readonly string[], voiceClass: string): Promise<readonly string[]> {
    return this.queue.remove(ids, voiceClass);
  }

  state(id: string, voiceClass: string): Promise<JobState> {
    return this.queue.state(id, voiceClass);
  }

  close(): Promise<void> {
    return this.queue.close();
  }
}

const asItIs = (job: SynthesisJob): SynthesisJob => job;
