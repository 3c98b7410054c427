import { endsInAbbreviation } from './abbreviation.js';
import { HeldText } from './held-text.js';
import type { SplitGranularity, TextSplitter } from './text-splitter.js';
import { unitsOf } from './units-of.js';
import { isWhitespace } from './whitespace.js';

const FULL_STOP = '.'.charCodeAt(0);
const SENTENCE_TERMINATORS = '.!?。！？…।॥؟';
const CLAUSE_TERMINATORS = `${SENTENCE_TERMINATORS},;，；،؛`;
const CLOSING_DELIMITERS = '"\'”’»)]}』」）】';

const ASCII_TERMINATORS = unitsOf('.!?,;');
/** What a terminator takes along; the same in every mode. */
const RUN_UNITS = unitsOf(CLAUSE_TERMINATORS + CLOSING_DELIMITERS);
const TERMINATORS: Readonly<Record<SplitGranularity, ReadonlySet<number>>> = {
  none: unitsOf(''),
  sentence: unitsOf(SENTENCE_TERMINATORS),
  clause: unitsOf(CLAUSE_TERMINATORS),
};

/** Makes a splitter for text in any script that knows abbreviations, decimals and closing quotes; it has no bound of its own. */
export const createOmniSplitter = (options: {
  readonly granularity: SplitGranularity;
}): TextSplitter => new OmniSplitter(options.granularity);

/**
 * A terminator opens a run, which takes along the terminators and closing delimiters behind it. The
 * first unit after the run decides: a run that began with a script's own terminator ends the unit, one
 * that began with an ASCII terminator does so only before whitespace. That also keeps `3.14` and
 * `1,000` whole: a digit is no whitespace.
 */
class OmniSplitter implements TextSplitter {
  readonly #terminators: ReadonlySet<number>;
  readonly #held = new HeldText();
  #run: 'none' | 'ascii' | 'script' = 'none';

  constructor(granularity: SplitGranularity) {
    this.#terminators = TERMINATORS[granularity];
  }

  get pendingLength(): number {
    return this.#held.codePoints;
  }

  get rest(): string {
    return this.#held.text;
  }

  push(text: string): readonly string[] {
    const pieces: string[] = [];
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (this.#runEndsBefore(unit)) pieces.push(this.#held.takeStripped());
      this.#hold(unit);
    }
    return pieces;
  }

  flush(): readonly string[] {
    this.#run = 'none';
    const rest = this.#held.takeStripped();
    return rest === '' ? [] : [rest];
  }

  /** True if a run ends here and the piece with it; a run may also end without one. */
  #runEndsBefore(unit: number): boolean {
    if (this.#run === 'none' || RUN_UNITS.has(unit)) return false;
    const endsPiece = this.#run === 'script' || isWhitespace(unit);
    this.#run = 'none';
    return endsPiece;
  }

  #hold(unit: number): void {
    if (this.#held.isEmpty && isWhitespace(unit)) return;
    if (this.#run === 'none' && this.#opensRun(unit)) {
      this.#run = ASCII_TERMINATORS.has(unit) ? 'ascii' : 'script';
    }
    this.#held.append(unit);
  }

  #opensRun(unit: number): boolean {
    if (!this.#terminators.has(unit)) return false;
    return unit !== FULL_STOP || !endsInAbbreviation(this.#held);
  }
}
