import type { Client } from './client.js';

/** Counts what each key has open on this gateway, against the limit of the key. */
export class SessionQuota {
  readonly #open = new Map<string, number>();

  /** Takes one place for the client; null if its key has no more. What is returned gives it back, once. */
  enter({ key }: Client): (() => void) | null {
    if (key === null) return () => undefined;
    const open = this.#open.get(key.id) ?? 0;
    if (key.limits.maxSessions !== null && open >= key.limits.maxSessions) return null;
    this.#open.set(key.id, open + 1);
    let inside = true;
    return () => {
      if (inside) this.#leave(key.id);
      inside = false;
    };
  }

  #leave(id: string): void {
    const open = (this.#open.get(id) ?? 1) - 1;
    if (open === 0) this.#open.delete(id);
    else this.#open.set(id, open);
  }
}
