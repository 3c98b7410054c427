import { isConjunction } from './conjunctions.js';

/** Where a stretch of text may be cut in two, and how well that would sound. */
export interface CutPoint {
  /** UTF-16 offset; the second part begins here. */
  readonly at: number;
  readonly before: 'conjunction' | 'word';
}

/** A part must not be shorter than this share of the whole, or it would sound torn off. */
const SMALLEST_SHARE = 0.2;

/** The cuts that text without punctuation allows: before each word but the first. Pure, by the rules of Unicode. */
const cutPoints = (text: string, language: string): readonly CutPoint[] =>
  wordsOf(text, language)
    .slice(1)
    .map(({ segment, index }) => ({
      at: index,
      before: isConjunction(segment, language) ? 'conjunction' : 'word',
    }));

/** The cut nearest to the middle, of the kind asked for; null when none leaves two fair parts. */
export const middleCut = (
  text: string,
  language: string,
  before: CutPoint['before'],
): number | null => {
  const margin = text.length * SMALLEST_SHARE;
  const distance = (at: number): number => Math.abs(at - text.length / 2);
  const fair = cutPoints(text, language).filter(
    (cut) => cut.before === before && cut.at >= margin && cut.at <= text.length - margin,
  );
  const [first, ...others] = fair.map(({ at }) => at);
  if (first === undefined) return null;
  return others.reduce((best, at) => (distance(at) < distance(best) ? at : best), first);
};

/** The words of a text with their offsets; scripts without spaces are cut by dictionary. */
export const wordsOf = (text: string, language: string): readonly Intl.SegmentData[] =>
  [...segmenterFor(language).segment(text)].filter(({ isWordLike }) => isWordLike === true);

const segmenters = new Map<string, Intl.Segmenter>();

const segmenterFor = (language: string): Intl.Segmenter => {
  const known = segmenters.get(language);
  if (known !== undefined) return known;
  const made = new Intl.Segmenter(language, { granularity: 'word' });
  segmenters.set(language, made);
  return made;
};
