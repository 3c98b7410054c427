const MAX_RHO = 0.9; // at 1.0 a third of the utterances stalled in simulation
const MIN_RETRY_AFTER_MS = 1_000; // `Retry-After` counts whole seconds
const MAX_RETRY_AFTER_MS = 30_000;

/** How busy a class of workers is. */
export interface ClassLoad {
  /** Sessions that still have audio to be made. */
  readonly liveSessions: number;
  /** Audio that those sessions are still to hear, seconds in all. */
  readonly owedAudioSeconds: number;
  /** Thread-seconds that a second of audio costs; a smoothed measurement. */
  readonly costPerAudioSecond: number;
  /** Inference threads of all living workers; where a pool may sleep, those that a call would wake. */
  readonly threads: number;
}

/** Whether one more session may begin, or when to ask again. */
export type Admission =
  { readonly kind: 'admitted' } | { readonly kind: 'refused'; readonly retryAfterMs: number };

/**
 * Admits a session while the threads could speak to all of them at once with 10 % to spare. It
 * counts sessions, not backlog: deadline order eats the listeners' buffers for 10–20 s before any
 * backlog shows. Without threads everything is refused.
 */
export const admit = (load: ClassLoad): Admission => {
  const rho = ((load.liveSessions + 1) * load.costPerAudioSecond) / load.threads;
  if (rho <= MAX_RHO) return { kind: 'admitted' };
  return { kind: 'refused', retryAfterMs: retryAfterMs(load) };
};

/** When enough sessions should have ended, if their ends are spread evenly; whole milliseconds. */
const retryAfterMs = (load: ClassLoad): number => {
  const { liveSessions, owedAudioSeconds } = load;
  const room = (MAX_RHO * load.threads) / load.costPerAudioSecond;
  const mustEnd = Math.ceil(liveSessions + 1 - room);
  if (mustEnd > liveSessions) return MAX_RETRY_AFTER_MS;
  const lastEndMs = (2 * 1000 * owedAudioSeconds) / liveSessions;
  return clampedRetryAfter(Math.round((lastEndMs * mustEnd) / liveSessions));
};

const clampedRetryAfter = (ms: number): number =>
  Math.min(MAX_RETRY_AFTER_MS, Math.max(MIN_RETRY_AFTER_MS, ms));
