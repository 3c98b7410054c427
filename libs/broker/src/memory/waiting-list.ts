/** A job that waits: its payload as JSON, so that nobody shares objects with the one who queued it. */
export interface WaitingJob {
  readonly id: string;
  readonly rank: number;
  readonly payload: string;
}

/** Jobs in order of rank, equal ranks in order of arrival. */
export class WaitingList {
  readonly #jobs: WaitingJob[] = [];

  get length(): number {
    return this.#jobs.length;
  }

  add(job: WaitingJob): void {
    this.#jobs.splice(this.#placeFor(job.rank), 0, job);
  }

  has(id: string): boolean {
    return this.#jobs.some((job) => job.id === id);
  }

  /** Takes the first job, if there is one. */
  take(): WaitingJob | undefined {
    return this.#jobs.shift();
  }

  /** Takes a job back by its id, if it still waits. */
  remove(id: string): WaitingJob | undefined {
    const index = this.#jobs.findIndex((job) => job.id === id);
    return index < 0 ? undefined : this.#jobs.splice(index, 1)[0];
  }

  /** Where a newcomer of this rank goes: behind all of equal or lower rank. */
  #placeFor(rank: number): number {
    const after = this.#jobs.findLastIndex((job) => job.rank <= rank);
    return after + 1;
  }
}
