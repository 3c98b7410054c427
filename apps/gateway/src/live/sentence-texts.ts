import type { SentenceOrder, SentenceText } from '@chorale/speech';
import { sentenceKey } from '@chorale/speech';

/** The latest sentences that a session is looked at with. */
const MOST = 32;

/** UTF-16 units of all of them together, and of one. */
const MOST_UNITS = 8_000;
const MOST_UNITS_OF_ONE = 2_000;

/** What the latest sentences of one session say, for operators who may ask. It is gone with its session. */
export class SentenceTexts {
  readonly #kept = new Map<string, SentenceText>();
  #units = 0;

  /** Oldest first. */
  get latest(): readonly SentenceText[] {
    return [...this.#kept.values()].sort(inOrder);
  }

  /** A sentence is queued; its later slices and attempts say the same. */
  ordered({ address, text }: SentenceOrder): void {
    const key = sentenceKey(address);
    if (this.#kept.has(key)) return;
    const kept = beginningOf(text);
    this.#kept.set(key, { ...placeOf(address), text: kept, isWhole: kept.length === text.length });
    this.#units += kept.length;
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const [key, { text }] of this.#kept) {
      if (this.#kept.size <= MOST && this.#units <= MOST_UNITS) return;
      this.#kept.delete(key);
      this.#units -= text.length;
    }
  }
}

const placeOf = ({ route, seq }: SentenceOrder['address']) => ({ route, seq });

const inOrder = (one: SentenceText, other: SentenceText): number =>
  one.route - other.route || one.seq - other.seq;

/** As a string of its own: a slice would keep all that its client sent in memory. No character is cut in two. */
const beginningOf = (text: string): string => {
  const slice = text.slice(0, MOST_UNITS_OF_ONE);
  const whole = slice.length === text.length ? slice : slice.replace(/\p{Cs}$/u, '');
  return Buffer.from(whole, 'utf16le').toString('utf16le');
};
