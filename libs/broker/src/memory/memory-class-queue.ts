import type { Band, JobState } from '@chorale/speech';

import { BrokerUnavailable } from '../broker-unavailable.js';

import { WaitingList, type WaitingJob } from './waiting-list.js';

/** A worker's intake as the queue sees it. */
export interface Puller {
  /** True if it wants another job of this band now. */
  wants(band: Band): boolean;
  /** Runs the job; settles when it is over, whatever came of it. */
  run(job: WaitingJob, band: Band): Promise<void>;
}

const BANDS = ['urgent', 'lookAhead'] as const;

/** The jobs of one class in their two bands, and the workers that pull them. */
export class MemoryClassQueue {
  readonly #waiting = { urgent: new WaitingList(), lookAhead: new WaitingList() };
  readonly #active = new Set<string>();
  #pullers: readonly Puller[] = [];
  #scheduled = false;

  constructor(private readonly maxWaiting: number) {}

  /** Does nothing for a job that is already here; throws BrokerUnavailable when the band is full. */
  add(job: WaitingJob, band: Band): void {
    if (this.state(job.id) !== 'unknown') return;
    const list = this.#waiting[band];
    if (list.length >= this.maxWaiting) throw new BrokerUnavailable('full');
    list.add(job);
    this.schedule();
  }

  promote(id: string, rank: number): void {
    const job = this.#waiting.lookAhead.remove(id);
    if (job === undefined) return;
    this.#waiting.urgent.add({ ...job, rank });
    this.schedule();
  }

  /** True if the job still waited. */
  remove(id: string): boolean {
    return BANDS.some((band) => this.#waiting[band].remove(id) !== undefined);
  }

  state(id: string): JobState {
    if (BANDS.some((band) => this.#waiting[band].has(id))) return 'waiting';
    return this.#active.has(id) ? 'active' : 'unknown';
  }

  /** How many jobs wait in each band, and how many run. */
  get depth(): Readonly<Record<Band | 'running', number>> {
    const { urgent, lookAhead } = this.#waiting;
    return { urgent: urgent.length, lookAhead: lookAhead.length, running: this.#active.size };
  }

  attach(puller: Puller): void {
    this.#pullers = [...this.#pullers, puller];
    this.schedule();
  }

  detach(puller: Puller): void {
    this.#pullers = this.#pullers.filter((other) => other !== puller);
  }

  /** Hands out jobs soon, never inside the caller's turn. */
  schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      BANDS.forEach((band) => this.#handOut(band));
    });
  }

  #handOut(band: Band): void {
    for (;;) {
      const puller = this.#pullers.find((candidate) => candidate.wants(band));
      const job = puller === undefined ? undefined : this.#waiting[band].take();
      if (puller === undefined || job === undefined) return;
      this.#start(puller, job, band);
    }
  }

  #start(puller: Puller, job: WaitingJob, band: Band): void {
    this.#active.add(job.id);
    // The one who got a job goes to the end of the row.
    this.#pullers = [...this.#pullers.filter((other) => other !== puller), puller];
    void puller.run(job, band).finally(() => {
      this.#active.delete(job.id);
      this.schedule();
    });
  }
}
