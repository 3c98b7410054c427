import type { GatewayId, SentenceAddress } from './identifiers.js';
import type { SynthesisJob } from './synthesis-job.js';

/** Order inside a class: `urgent` work (a listener with under 1 s in hand) goes before all `lookAhead`. */
export type Band = 'urgent' | 'lookAhead';

/**
 * The class inside a class whose jobs only workers of that fingerprint take: those that go on where
 * such a worker stopped.
 */
export const classOfMake = (voiceClass: string, fingerprint: string): string =>
  `${voiceClass}${OF_MAKE}${fingerprint.slice(0, 8)}`;

const OF_MAKE = '.make-';

/** Says whether a class is one that `classOfMake` named. */
export const isClassOfMake = (voiceClass: string): boolean => voiceClass.includes(OF_MAKE);

/** Where a job waits: the class's queue, its band, and its rank in the band (lower first, 0–2^20−1; equal ranks in order of arrival). */
export interface Placement {
  readonly voiceClass: string;
  readonly band: Band;
  readonly rank: number;
}

/** What became of a job that was asked about. */
export type JobState = 'waiting' | 'active' | 'unknown';

/**
 * The gateway's side of the queue. One job is one sentence or one slice of it.
 *
 * - `enqueue` resolves when the broker holds the job, not when it ran. It rejects when the broker
 *   cannot be reached within its deadline or is out of memory; the job may then still be there, so
 *   the caller enqueues again only with a higher attempt.
 * - Every job is delivered to at most one worker. Nobody but the gateway re-queues a job whose
 *   worker died (no stall handling in the broker).
 * - A finished job leaves nothing behind.
 */
export interface JobQueue {
  enqueue(job: SynthesisJob, placement: Placement): Promise<void>;
  /** Moves a waiting look-ahead job to the urgent band, with this rank; does nothing to any other. */
  promote(id: string, voiceClass: string, rank: number): Promise<void>;
  /** Takes waiting jobs back; resolves to the ids that were removed (the others are active or gone). */
  remove(ids: readonly string[], voiceClass: string): Promise<readonly string[]>;
  state(id: string, voiceClass: string): Promise<JobState>;
  close(): Promise<void>;
}

/** How many jobs of each band a worker wants to hold at once; 0 stops pulling that band. */
export type Appetite = Readonly<Record<Band, number>>;

/** Runs one job to its end; rejecting fails the job. It must settle soon after `signal` aborts. */
export type JobHandler = (job: SynthesisJob, signal: AbortSignal) => Promise<void>;

/** Whose job a payload was that failed its schema. */
export interface JobOrigin extends SentenceAddress {
  readonly gateway: GatewayId;
}

/**
 * The worker's side of the queue: pulls jobs of one class while its appetite lasts.
 *
 * - `urgent` and `lookAhead` are pulled independently, so a full look-ahead never keeps an urgent
 *   job waiting. Inside a band lower ranks come first.
 * - A payload that fails its schema never reaches the handler; `onInvalid` is told whose it was, where
 *   that could be read.
 * - Nothing is pulled before both `start` and `setAppetite`.
 * - `setAppetite` lowers or raises the number of jobs held; running jobs are never interrupted by it.
 *   It holds at once: a job that a pull under way brings beyond the appetite goes back to the queue.
 * - `close` pulls nothing more and resolves when the running handlers have settled; the jobs that
 *   still wait stay in the queue.
 */
export interface JobIntake {
  start(handler: JobHandler, onInvalid?: (origin: JobOrigin) => void): Promise<void>;
  setAppetite(appetite: Appetite): void;
  /** Aborts the handler's signal of a running job; false when it does not run here. */
  cancel(id: string, reason: string): boolean;
  close(): Promise<void>;
}
