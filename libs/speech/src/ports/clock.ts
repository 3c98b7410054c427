/** Time for everything that waits; ms from an arbitrary start, never backwards. */
export interface Clock {
  now(): number;
  /** Calls back once, not before `now() + delayMs`; the returned function cancels. */
  after(delayMs: number, callback: () => void): () => void;
}
