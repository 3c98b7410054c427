import type { JournalDraft } from './journal-draft.js';

/** A piece is written anew with each addition until it holds this much, UTF-16 units. */
const PIECE_LENGTH = 1024;

/**
 * The open utterance's text from which no sentence was cut yet, as pieces in the journal: adding a
 * word costs no more than one piece, however much is held.
 */
export class HeldInput {
  #last = '';
  #pieces = 0;

  constructor(private readonly draft: JournalDraft) {}

  /** Takes up the pieces as they stand in the journal. */
  restore(pieces: readonly string[]): void {
    for (const text of pieces) {
      this.#pieces += 1;
      this.#last = text;
      this.draft.put({ kind: 'text', number: this.#pieces, text });
    }
  }

  append(text: string): void {
    if (text === '') return;
    if (this.#pieces === 0 || this.#last.length >= PIECE_LENGTH) this.#begin();
    this.#last += text;
    this.draft.put({ kind: 'text', number: this.#pieces, text: this.#last });
  }

  /** Only `rest` is left. */
  replace(rest: string): void {
    for (; this.#pieces > 0; this.#pieces -= 1)
      this.draft.remove({ kind: 'text', number: this.#pieces });
    this.#last = '';
    this.append(rest);
  }

  #begin(): void {
    this.#pieces += 1;
    this.#last = '';
  }
}
