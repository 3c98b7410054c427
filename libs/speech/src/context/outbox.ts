import type { JournalEntry } from '../resume/journal-content.js';
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

/** Compact the queue when at least this many entries, and half of them, are spent. */
const COMPACT_AT = 64;

/** What a message counts for, code points: nothing that a client makes us owe is free. */
const MESSAGE_WEIGHT = 128;

/**
 * What a sentence counts for at least, code points: a kilobyte is kept of even the shortest, and one
 * message can hold 43 000 of those: 16 384 of them are as much as is taken.
 */
const LEAST_SENTENCE_WEIGHT = 64;

const weightOf = (entry: OutboxEntry): number => {
  switch (entry.kind) {
    case 'sentence':
      return Math.max(entry.run.facts.codePoints, LEAST_SENTENCE_WEIGHT);
    case 'message':
    case 'utteranceDone':
      return MESSAGE_WEIGHT;
    case 'close':
      return 0;
  }
};

/** What the journal keeps of an entry. */
export const journalEntryOf = (entry: OutboxEntry): JournalEntry => {
  switch (entry.kind) {
    case 'sentence': {
      const { label, text } = entry.run.facts;
      return {
        kind: 'sentence',
        utterance: label.utteranceIndex,
        sentence: label.sentenceIndex,
        text,
      };
    }
    case 'utteranceDone': {
      const { index: utterance, sentences, message } = entry;
      return { kind: 'utteranceDone', utterance, sentences, message };
    }
    case 'message':
    case 'close':
      return entry;
  }
};

/** The ordered list of what is owed. */
export class Outbox {
  #entries: (OutboxEntry | undefined)[] = [];
  #head = 0;
  #codePoints = 0;

  get size(): number {
    return this.#entries.length - this.#head;
  }

  /** The text owed, code points; a message, and a very short sentence, counts as a little more. */
  get codePoints(): number {
    return this.#codePoints;
  }

  push(entry: OutboxEntry): void {
    this.#entries.push(entry);
    this.#codePoints += weightOf(entry);
  }

  first(): OutboxEntry | undefined {
    return this.#entries[this.#head];
  }

  shift(): void {
    const entry = this.first();
    if (entry === undefined) return;
    this.#codePoints -= weightOf(entry);
    this.#entries[this.#head] = undefined; // a spent sentence's text and audio must not linger
    this.#head += 1;
    if (this.#head < COMPACT_AT || this.#head * 2 < this.#entries.length) return;
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
    const taken: OutboxEntry[] = [];
    for (let entry = this.first(); entry !== undefined; entry = this.first()) {
      if (isPast(entry)) break;
      taken.push(entry);
      this.shift();
    }
    return taken;
  }

  clear(): void {
    this.#entries = [];
    this.#head = 0;
    this.#codePoints = 0;
  }
}
