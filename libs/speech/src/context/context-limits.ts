/** Bounds and time-outs of a context; every one has a named outcome in docs/protocol.md. */
export interface ContextLimits {
  /** Wait for the first `session.config`, ms. */
  readonly configTimeoutMs: number;
  /** Wait for a message while nothing is owed, ms. */
  readonly idleTimeoutMs: number;
  /** Sentences of a context in the queue or with a worker at once. */
  readonly sentencesInFlight: number;
  /** Audio that may wait for its turn or for the socket, bytes; beyond it nothing more is asked for. */
  readonly heldBackBytes: number;
  /** Largest whole file of one sentence, bytes. */
  readonly wholeFileBytes: number;
  /** Text of an open utterance, and text owed, code points each. */
  readonly textBuffer: number;
  /** What the journal of a resumable session may hold, bytes. */
  readonly journalBytes: number;
  /** How long a job may wait for a worker, ms. */
  readonly queueDeadlineMs: number;
  /** A job without news is asked about this often, ms. */
  readonly jobCheckMs: number;
  /** A failed or lost sentence is tried this many times in all. */
  readonly attempts: number;
  /** Audio made by one job at most, seconds. */
  readonly sliceSeconds: number;
}

/** The product's defaults. */
export const DEFAULT_CONTEXT_LIMITS: ContextLimits = {
  configTimeoutMs: 10_000,
  idleTimeoutMs: 30_000,
  sentencesInFlight: 4,
  heldBackBytes: 4 * 1024 * 1024, // 87 s of 24 kHz PCM16: more than four slices
  wholeFileBytes: 64 * 1024 * 1024,
  textBuffer: 1_048_576,
  journalBytes: 1_048_576,
  queueDeadlineMs: 30_000,
  jobCheckMs: 2_000,
  attempts: 3,
  sliceSeconds: 20,
};
