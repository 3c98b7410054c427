import { type AbortOrder, type GatewayId, jobId, type SynthesisJob } from '@chorale/speech';

/** The jobs that a worker holds, by their ids. */
export class HeldJobs {
  readonly #jobs = new Map<string, SynthesisJob>();

  get size(): number {
    return this.#jobs.size;
  }

  get ids(): readonly string[] {
    return [...this.#jobs.keys()];
  }

  /** Holds a job until the returned function is called. */
  hold(job: SynthesisJob): () => void {
    const id = jobId(job);
    this.#jobs.set(id, job);
    return () => void this.#jobs.delete(id);
  }

  /** Ids of the jobs that an abort order means. */
  meantBy(order: AbortOrder): readonly string[] {
    return this.#idsOf((job) => isMeant(job, order));
  }

  /** Ids of a gateway's jobs. */
  of(gateway: GatewayId): readonly string[] {
    return this.#idsOf((job) => job.gateway === gateway);
  }

  #idsOf(wanted: (job: SynthesisJob) => boolean): readonly string[] {
    return [...this.#jobs].filter(([, job]) => wanted(job)).map(([id]) => id);
  }
}

const isMeant = (job: SynthesisJob, { gateway, route, seq, attemptBelow }: AbortOrder): boolean =>
  job.gateway === gateway &&
  job.route === route &&
  (seq === null || job.seq === seq) &&
  (attemptBelow === null || job.attempt < attemptBelow);
