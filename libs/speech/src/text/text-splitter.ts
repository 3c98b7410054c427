/** How finely an utterance is cut: not at all, at the ends of sentences, or at commas and semicolons too. */
export type SplitGranularity = 'none' | 'sentence' | 'clause';

/**
 * Cuts text that arrives in pieces of any size into units to be spoken.
 *
 * - `push` returns the units that the new text completed, stripped and never empty, in order.
 * - `flush` returns what was still held, as at most one unit, and leaves the splitter as new.
 * - Where the text is cut into pieces never changes the units.
 * - Each UTF-16 unit is read once, however it arrives; lone surrogates are kept as they are.
 */
export interface TextSplitter {
  push(text: string): readonly string[];
  flush(): readonly string[];
  /** Code points held back until more text or a flush. */
  readonly pendingLength: number;
  /** The text held back: a new splitter that is given it goes on as this one does. */
  readonly rest: string;
}
