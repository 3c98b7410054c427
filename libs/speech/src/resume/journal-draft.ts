import type { JournalChange, JournalItem, JournalPlace } from './journal-content.js';
import { journalKey } from './journal-content.js';

/** What any record takes besides its text: its name, punctuation, and what the broker keeps for it, bytes. */
const RECORD_BYTES = 128;

/** The records of a journal as they should be, how much they are, and what changed since it was last told. */
export class JournalDraft {
  readonly #sizes = new Map<string, number>();
  readonly #changes = new Map<string, JournalItem | null>();
  #bytes = 0;

  /** About how much the broker keeps, bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  put(item: JournalItem): void {
    const key = journalKey(item);
    const size = RECORD_BYTES + sizeOf(item);
    this.#bytes += size - (this.#sizes.get(key) ?? 0);
    this.#sizes.set(key, size);
    this.#changes.set(key, item);
  }

  remove(place: JournalPlace): void {
    const key = journalKey(place);
    const size = this.#sizes.get(key);
    if (size === undefined) return;
    this.#bytes -= size;
    this.#sizes.delete(key);
    this.#changes.set(key, null);
  }

  takeChanges(): readonly JournalChange[] {
    const changes = [...this.#changes].map(([key, item]) => ({ key, item }));
    this.#changes.clear();
    return changes;
  }
}

/** What a client can make large; the rest is in `RECORD_BYTES`. */
const sizeOf = (item: JournalItem): number => {
  switch (item.kind) {
    case 'text':
      return utf8Length(item.text);
    case 'entry':
      return item.entry.kind === 'sentence'
        ? utf8Length(item.entry.text)
        : utf8Length(JSON.stringify(item.entry));
    case 'config':
    case 'utterance': {
      const { voice, language, model, instructions, refText } = item.config;
      const texts = [voice, language, model, instructions, refText];
      return texts.reduce((sum, text) => sum + utf8Length(text ?? ''), 0);
    }
    case 'head':
    case 'plan':
      return RECORD_BYTES;
  }
};

/** Bytes of a text in UTF-8; half of a surrogate pair counts for half of its four bytes. */
const utf8Length = (text: string): number => {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) bytes += widthOf(text.charCodeAt(at));
  return bytes;
};

const widthOf = (unit: number): number => {
  if (unit < 0x80) return 1;
  return unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
};
