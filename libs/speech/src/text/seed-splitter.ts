import { codePointLength } from './code-points.js';
import { HeldText } from './held-text.js';
import type { TextSplitter } from './text-splitter.js';
import { unitsOf } from './units-of.js';
import { isWhitespace } from './whitespace.js';

const DEFAULT_MIN_SENTENCE_LENGTH = 2; // code points: upstream's, so that a lone terminator is no sentence
const DEFAULT_MAX_BUFFER_LENGTH = 100_000; // code points: upstream's

const LATIN_TERMINATORS = unitsOf('.!?');
const CJK_TERMINATORS = { sentence: unitsOf('。！？'), clause: unitsOf('。！？，；') };

/** What the first-generation splitter may be told; lengths are code points. */
export interface SeedSplitterOptions {
  readonly granularity: 'sentence' | 'clause';
  /** A shorter sentence is carried over to the next, without the whitespace between them. */
  readonly minSentenceLength?: number;
  readonly maxBufferLength?: number;
}

/** The text held back and the new text together exceed the buffer; the new text was not taken. */
export class TextBufferOverflow extends Error {
  override readonly name = 'TextBufferOverflow';
  constructor(maxBufferLength: number) {
    super(
      `Text buffer exceeded maximum size (${maxBufferLength} chars). ` +
        'Consider adding sentence-ending punctuation to your input.',
    );
  }
}

/** Makes a splitter with the rules of the first protocol generation; its `push` throws `TextBufferOverflow`. */
export const createSeedSplitter = (options: SeedSplitterOptions): TextSplitter =>
  new SeedSplitter(options);

/**
 * Whitespace after `.`, `!` or `?` ends a sentence and vanishes; a CJK terminator ends it at once.
 * Reading unit by unit gives what splitting the whole buffer by a pattern at every push would give:
 * whether a place is a boundary depends only on what stands before it, and splitting again what was
 * carried over finds the same short parts.
 */
class SeedSplitter implements TextSplitter {
  readonly #cjkTerminators: ReadonlySet<number>;
  readonly #minSentenceLength: number;
  readonly #maxBufferLength: number;
  readonly #held = new HeldText();
  #insideBoundary = false;

  constructor(options: SeedSplitterOptions) {
    this.#cjkTerminators = CJK_TERMINATORS[options.granularity];
    this.#minSentenceLength = options.minSentenceLength ?? DEFAULT_MIN_SENTENCE_LENGTH;
    this.#maxBufferLength = options.maxBufferLength ?? DEFAULT_MAX_BUFFER_LENGTH;
  }

  get pendingLength(): number {
    return this.#held.codePoints;
  }

  get rest(): string {
    return this.#held.text;
  }

  push(text: string): readonly string[] {
    this.#refuseOverflow(text);
    this.#insideBoundary = false; // whitespace that comes in a later push counts towards the buffer
    const sentences: string[] = [];
    for (let at = 0; at < text.length; at += 1) {
      const sentence = this.#read(text.charCodeAt(at));
      if (sentence !== null) sentences.push(sentence);
    }
    return sentences;
  }

  flush(): readonly string[] {
    const rest = this.#held.takeStripped();
    return rest === '' ? [] : [rest];
  }

  #refuseOverflow(text: string): void {
    const length = this.#held.codePoints + codePointLength(text);
    if (length > this.#maxBufferLength) throw new TextBufferOverflow(this.#maxBufferLength);
  }

  #read(unit: number): string | null {
    if (isWhitespace(unit) && this.#atLatinBoundary()) return this.#swallow();
    this.#insideBoundary = false;
    this.#held.append(unit);
    return this.#cjkTerminators.has(unit) ? this.#closeSentence() : null;
  }

  #atLatinBoundary(): boolean {
    return this.#insideBoundary || LATIN_TERMINATORS.has(this.#held.unitFromEnd(1));
  }

  #swallow(): string | null {
    if (this.#insideBoundary) return null;
    this.#insideBoundary = true;
    return this.#closeSentence();
  }

  #closeSentence(): string | null {
    const tooShort = this.#held.codePointsWithoutLead < this.#minSentenceLength;
    return tooShort ? null : this.#held.takeStripped();
  }
}
