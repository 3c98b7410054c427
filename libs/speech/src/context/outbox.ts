import type { SentenceRun } from './sentence-run.js';
import type { ServerMessage } from './server-message.js';

/** One thing owed to the client, in the order in which it was earned. */
export type OutboxEntry =
  | { readonly kind: 'sentence'; readonly run: SentenceRun }
  | { readonly kind: 'message'; readonly message: ServerMessage }
  /** The utterance's last word: its route can go. */
  | {
      readonly kind: 'utteranceDone';
      readonly message: ServerMessage;
      readonly index: number;
      readonly sentences: number;
      readonly route: number | null;
    }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

/** Compact the queue when this many entries at its front are spent. */
const COMPACT_AT = 1024;

/** The ordered list of what is owed. */
export class Outbox {
  #entries: OutboxEntry[] = [];
  #head = 0;

  get size(): number {
    return this.#entries.length - this.#head;
  }

  push(entry: OutboxEntry): void {
    this.#entries.push(entry);
  }

  first(): OutboxEntry | undefined {
    return this.#entries[this.#head];
  }

  shift(): void {
    this.#head += 1;
    if (this.#head < COMPACT_AT) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }

  /** The sentences owed, from the front. */
  *sentences(): Generator<SentenceRun> {
    for (let at = this.#head; at < this.#entries.length; at += 1) {
      const entry = this.#entries[at];
      if (entry?.kind === 'sentence') yield entry.run;
    }
  }

  /** Takes out the entries ahead of the first that satisfies `isPast`; all if none does. */
  takeUntil(isPast: (entry: OutboxEntry) => boolean): readonly OutboxEntry[] {
    const entries = this.#entries.slice(this.#head);
    const end = entries.findIndex(isPast);
    this.#entries = end === -1 ? [] : entries.slice(end);
    this.#head = 0;
    return end === -1 ? entries : entries.slice(0, end);
  }

  clear(): void {
    this.#entries = [];
    this.#head = 0;
  }
}
