import { isSurrogatePair } from './code-points.js';
import { isWhitespace } from './whitespace.js';

const INITIAL_CAPACITY = 64; // units: most sentences fit after one or two doublings
const KEPT_CAPACITY = 4096; // units: a rare giant sentence must not weigh on its session for ever
const DECODE_BLOCK = 4096; // units: `fromCharCode` takes its units as arguments, and those are limited

/**
 * The text a splitter holds back, as UTF-16 units: appending is amortised O(1) and any unit can be
 * read at once, where a growing string would be copied anew for each look at its end.
 */
export class HeldText {
  #units = new Uint16Array(INITIAL_CAPACITY);
  #length = 0;
  #codePoints = 0;
  #leadingWhitespace = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  get codePoints(): number {
    return this.#codePoints;
  }

  /** Code points from the first that is not whitespace to the end. */
  get codePointsWithoutLead(): number {
    return this.#codePoints - this.#leadingWhitespace;
  }

  /** All of it, as it came. */
  get text(): string {
    return this.#decode(0, this.#length);
  }

  append(unit: number): void {
    if (this.#length === this.#units.length) this.#grow();
    if (this.#leadingWhitespace === this.#length && isWhitespace(unit))
      this.#leadingWhitespace += 1;
    if (!isSurrogatePair(this.unitFromEnd(1), unit)) this.#codePoints += 1;
    this.#units[this.#length] = unit;
    this.#length += 1;
  }

  /** The unit at that distance from the end (1 = the last); NaN before the beginning. */
  unitFromEnd(distance: number): number {
    return distance > this.#length ? NaN : (this.#units[this.#length - distance] ?? NaN);
  }

  /** The last units, at most `count`. */
  tail(count: number): string {
    return this.#decode(Math.max(0, this.#length - count), this.#length);
  }

  /** Removes everything and returns it without the whitespace around it. */
  takeStripped(): string {
    const text = this.#decode(this.#leadingWhitespace, this.#strippedEnd());
    this.#clear();
    return text;
  }

  #strippedEnd(): number {
    let trailing = 0;
    while (isWhitespace(this.unitFromEnd(trailing + 1))) trailing += 1;
    return this.#length - trailing;
  }

  #decode(from: number, to: number): string {
    const blocks: string[] = [];
    for (let at = from; at < to; at += DECODE_BLOCK) {
      blocks.push(
        String.fromCharCode(...this.#units.subarray(at, Math.min(to, at + DECODE_BLOCK))),
      );
    }
    return blocks.join('');
  }

  #grow(): void {
    const larger = new Uint16Array(this.#units.length * 2);
    larger.set(this.#units);
    this.#units = larger;
  }

  #clear(): void {
    if (this.#units.length > KEPT_CAPACITY) this.#units = new Uint16Array(INITIAL_CAPACITY);
    this.#length = 0;
    this.#codePoints = 0;
    this.#leadingWhitespace = 0;
  }
}
