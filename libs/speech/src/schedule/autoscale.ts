import type { ClassStanding } from './class-standing.js';

/** Queue, stream and socket, from text to first audio when nothing waits, ms. */
const HOPS_MS = 15;

/** What a scaler is told about a class; stable names, as dashboards and manifests point at them. */
export interface AutoscaleSignal {
  readonly class: string;
  /** Audio that is being made or waits for a worker, seconds. Never 0 while there is work, with or without workers. */
  readonly debtSeconds: number;
  /** Threads that are busy, on average of late. */
  readonly busySlots: number;
  /** Workers that take jobs, and their threads. */
  readonly workers: number;
  readonly slots: number;
  /** Audio that those workers can make in a second, seconds; null if there are none, or none has measured it. */
  readonly capacity: number | null;
  /** All that sessions still want, seconds: also what may not be made yet, for its listener is far behind. */
  readonly owedSeconds: number;
  readonly liveSessions: number;
  /** When a session that came now would hear its first audio, ms; null if there is nobody to make it, or nothing to tell it by. */
  readonly predictedTtfaMs: number | null;
}

/** Says how much work a class has and what its workers can do, for whoever starts and stops them. */
export const autoscaleSignal = (standing: ClassStanding): AutoscaleSignal => ({
  class: standing.voiceClass,
  debtSeconds: rounded(standing.queuedAudioSeconds),
  busySlots: rounded(standing.busyThreads),
  workers: standing.workers,
  slots: standing.threads,
  capacity: orNull(capacityOf(standing)),
  owedSeconds: rounded(standing.owedAudioSeconds),
  liveSessions: standing.liveSessions,
  predictedTtfaMs: orNull(predictedTtfaMs(standing)),
});

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

const orNull = (value: number | null): number | null => (value === null ? null : rounded(value));

const capacityOf = ({ threads, costPerAudioSecond }: ClassStanding): number | null =>
  threads === 0 || costPerAudioSecond === null ? null : threads / costPerAudioSecond;

/**
 * First sentences go before all else, so that what they take of late is what the next one takes. Only
 * where listeners want more than the threads can make does the queue come on top, and then no
 * prediction is good.
 */
const predictedTtfaMs = (standing: ClassStanding): number | null => {
  const capacity = capacityOf(standing);
  if (capacity === null || standing.firstChunkMs === null) return null;
  const queueMs =
    standing.liveSessions > capacity ? (1000 * standing.queuedAudioSeconds) / capacity : 0;
  return HOPS_MS + standing.firstChunkMs + queueMs;
};
