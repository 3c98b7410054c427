import { isSpoken, type Spelling, type Symbol } from '../text/phoneme-ids.js';
import { wordOfEachSign, type ExpectedSign } from './align.js';

/** When a word is heard, in frames of its segment; null when none of its sounds was found. */
export interface WordFrames {
  readonly from: number;
  readonly to: number;
}

const STRESS = new Set('ˈˌ');

/**
 * Finds when each word of a segment is heard. `words` are the words' phonemes, each said by itself, in
 * the order of the text; `durations` are whole frames per id. A word without a sound of its own (merged
 * into the next) lasts no time, where the one before it ends. Pure.
 */
export const wordFrames = (
  spelling: Spelling,
  durations: readonly number[],
  words: readonly string[],
): readonly WordFrames[] => {
  const sounds = spelling.symbols.filter(isSound);
  const expected = words.flatMap(signsOf);
  const wordOf = wordOfEachSign(
    sounds.map(({ sign }) => sign),
    expected,
  );
  const ends = frameEnds(durations);
  const starts = soundStarts(spelling.symbols, ends);
  const heard = words.map(() => ({ from: -1, to: -1 }));
  for (const [index, sound] of sounds.entries()) {
    const word = heard[wordOf[index] ?? -1];
    if (word === undefined) continue;
    if (word.from < 0) word.from = starts.get(sound) ?? 0;
    word.to = endOf(sound, ends);
  }
  return withoutGaps(heard);
};

const isSound = (symbol: Symbol): boolean => isSpoken(symbol) && !STRESS.has(symbol.sign);

const signsOf = (phonemes: string, word: number): readonly ExpectedSign[] =>
  Array.from(phonemes.normalize('NFD'), (sign) => ({ sign, word })).filter(
    ({ sign }) => !STRESS.has(sign) && sign !== ' ',
  );

/** The frame at which each id ends. */
const frameEnds = (durations: readonly number[]): readonly number[] => {
  let frame = 0;
  return durations.map((duration) => (frame += duration));
};

const endBefore = (id: number, ends: readonly number[]): number => ends[id - 1] ?? 0;

/** A sound lasts until the end of its padding. */
const endOf = ({ at, ids }: Symbol, ends: readonly number[]): number =>
  ends[at + ids] ?? ends.at(-1) ?? 0;

/**
 * Where each sound begins: with the stress marks that stand before it and, inside a phrase, with the
 * space before those, in which the mouth already moves to it (a forced aligner hears it so). After
 * a mark the space is part of the pause.
 */
const soundStarts = (
  symbols: readonly Symbol[],
  ends: readonly number[],
): ReadonlyMap<Symbol, number> => {
  const starts = new Map<Symbol, number>();
  let begun: number | null = null;
  for (const [index, symbol] of symbols.entries()) {
    const start = endBefore(symbol.at, ends);
    if (leadsIn(symbol, symbols[index - 1])) {
      begun ??= start;
      continue;
    }
    starts.set(symbol, begun ?? start);
    begun = null;
  }
  return starts;
};

const leadsIn = (symbol: Symbol, before: Symbol | undefined): boolean =>
  STRESS.has(symbol.sign) || (symbol.sign === ' ' && before !== undefined && isSound(before));

const withoutGaps = (heard: readonly WordFrames[]): readonly WordFrames[] => {
  let last = 0;
  return heard.map(({ from, to }) => {
    const frames = from < 0 ? { from: last, to: last } : { from, to };
    last = frames.to;
    return frames;
  });
};
