/** One phoneme (or mark, or space) of a segment and where its ids stand. */
export interface Symbol {
  /** One code point of the decomposed (NFD) IPA. */
  readonly sign: string;
  /** Index of its first id; `ids` of them belong to it, then comes one of padding. */
  readonly at: number;
  readonly ids: number;
}

/** A segment as the model reads it. */
export interface Spelling {
  readonly ids: readonly number[];
  readonly symbols: readonly Symbol[];
}

/** From a phoneme to the ids that stand for it. */
export type PhonemeIds = ReadonlyMap<string, readonly number[]>;

const START = '^';
const PADDING = '_';
const END = '$';
const SILENT = new Set(' .,;:!?');

/** Spells IPA in a voice's ids: start, then each phoneme the voice knows with padding behind it, then end. */
export const spell = (phonemes: string, known: PhonemeIds): Spelling => {
  const padding = known.get(PADDING) ?? [];
  const ids = [...(known.get(START) ?? []), ...padding];
  const symbols: Symbol[] = [];
  for (const sign of phonemes.normalize('NFD')) {
    const own = known.get(sign);
    if (own === undefined) continue;
    symbols.push({ sign, at: ids.length, ids: own.length });
    ids.push(...own, ...padding);
  }
  return { ids: [...ids, ...(known.get(END) ?? [])], symbols };
};

/** True for phonemes, false for spaces and punctuation. */
export const isSpoken = ({ sign }: Symbol): boolean => !SILENT.has(sign);

/** True if there is anything to say. */
export const isSpeakable = ({ symbols }: Spelling): boolean => symbols.some(isSpoken);
