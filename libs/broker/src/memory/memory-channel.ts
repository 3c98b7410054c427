import { guarded } from '../guarded.js';

type Listener<T> = (message: T) => void;

/** Carries messages between the parts of one process. */
export class MemoryChannel<T> {
  readonly #listeners = new Set<{ readonly hear: Listener<T> }>();

  constructor(private readonly problem: (error: Error) => void) {}

  /** Tells everybody who listens, in a later turn. */
  publish(message: T): void {
    const heard = structuredClone(message);
    setImmediate(() => this.#tell(heard));
  }

  /** What is returned ends it. */
  subscribe(hear: Listener<T>): () => Promise<void> {
    const entry = { hear };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
      return Promise.resolve();
    };
  }

  #tell(message: T): void {
    for (const { hear } of this.#listeners) guarded(() => hear(message), this.problem);
  }
}

/** What one port listens to, so that its `close` ends all of it. */
export class MemorySubscriptions<T> {
  readonly #ends = new Set<() => Promise<void>>();

  constructor(private readonly channel: MemoryChannel<T>) {}

  subscribe(listener: Listener<T>): Promise<() => Promise<void>> {
    const end = this.channel.subscribe(listener);
    this.#ends.add(end);
    return Promise.resolve(end);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#ends].map((end) => end()));
    this.#ends.clear();
  }
}
