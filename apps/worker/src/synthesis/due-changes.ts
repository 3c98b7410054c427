import { type DueChange, jobId, type SynthesisJob } from '@chorale/speech';

/** Changes kept for jobs that have not come. Most never will: other workers take them. */
const MAX_KEPT = 1_000;

type Listener = (due: number) => void;

/** Brings changes of due times to the jobs they are about, also when the job comes later than the change. */
export class DueChanges {
  readonly #listeners = new Map<string, Listener>();
  /** Oldest first. */
  readonly #kept = new Map<string, number>();

  note(change: DueChange): void {
    const id = jobId(change);
    const listener = this.#listeners.get(id);
    if (listener !== undefined) return listener(change.due);
    this.#kept.delete(id);
    this.#kept.set(id, change.due);
    this.#dropOldest();
  }

  /** Tells `listener` what is known, at once, and what comes, until the returned function is called. */
  follow(job: SynthesisJob, listener: Listener): () => void {
    const id = jobId(job);
    const known = this.#kept.get(id);
    this.#kept.delete(id);
    if (known !== undefined) listener(known);
    this.#listeners.set(id, listener);
    return () => void this.#listeners.delete(id);
  }

  #dropOldest(): void {
    if (this.#kept.size <= MAX_KEPT) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}
