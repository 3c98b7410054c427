import type { Phonemizer } from '../../phonemes/phonemizer.js';
import { markedPhonemes, type Clause } from '../../phonemes/clause.js';
import { middleCut } from './cut-words.js';
import { isSpeakable, spell, type PhonemeIds } from './phoneme-ids.js';
import {
  FIRST_SEGMENT,
  gather,
  LATER_SEGMENTS,
  type Piece,
  type Segment,
  type SegmentLimits,
} from './segment.js';

/** How one voice's text becomes ids. */
export interface SpellingRules {
  readonly phonemizer: Phonemizer;
  readonly espeakVoice: string;
  readonly phonemeIds: PhonemeIds;
  /** BCP-47. */
  readonly language: string;
}

/** Clauses up to the next end of a sentence; they are cut into segments together. */
export interface Block {
  readonly clauses: readonly Clause[];
  /** True for the first words of an utterance: they are cut shorter, so that sound starts early. */
  readonly opens: boolean;
}

/** Groups clauses into the sentences that a text holds; usually it is one. */
export const blocksOf = (clauses: readonly Clause[], opensUtterance: boolean): readonly Block[] => {
  const groups: Clause[][] = [[]];
  for (const clause of clauses) {
    groups.at(-1)?.push(clause);
    if (clause.before !== 'clause') groups.push([]);
  }
  return groups
    .filter((group) => group.length > 0)
    .map((group, index) => ({ clauses: group, opens: opensUtterance && index === 0 }));
};

interface SpokenClause extends Piece {
  readonly clause: Clause;
  /** True if the text goes on without a pause: it was cut here only for its length. */
  readonly torn: boolean;
  readonly phonemes: string;
}

/** Phonemizes one block and cuts it into segments; none when nothing in it can be said. Rejects as the phonemizer does. */
export const planBlock = async (
  block: Block,
  rules: SpellingRules,
  signal: AbortSignal,
): Promise<readonly Segment[]> => {
  const first = block.opens ? FIRST_SEGMENT : LATER_SEGMENTS;
  const whole = await speak(block.clauses, rules, signal);
  const pieces: SpokenClause[] = [];
  for (const spoken of whole) {
    const limits = pieces.length === 0 ? first : LATER_SEGMENTS;
    pieces.push(...(await subdivide(spoken, { limits, rules, signal })));
  }
  return gather(pieces, first)
    .map((group) => segmentOf(group, rules.phonemeIds))
    .filter(({ spelling }) => isSpeakable(spelling));
};

const speak = async (
  clauses: readonly Clause[],
  { phonemizer, espeakVoice, phonemeIds }: SpellingRules,
  signal: AbortSignal,
): Promise<readonly SpokenClause[]> => {
  const words = clauses.map((clause) => clause.words.trim());
  const spoken = await phonemizer.phonemizeAll(words, espeakVoice, signal);
  return clauses.map((clause, index) => {
    const phonemes = spoken[index] ?? '';
    const marked = markedPhonemes(phonemes, clause, false);
    return { clause, torn: false, phonemes, ids: spell(marked, phonemeIds).ids.length };
  });
};

interface Subdivision {
  readonly limits: SegmentLimits;
  readonly rules: SpellingRules;
  readonly signal: AbortSignal;
}

/** Cuts a clause that is too long in two, near its middle, and each part again while that is so. */
const subdivide = async (
  spoken: SpokenClause,
  how: Subdivision,
): Promise<readonly SpokenClause[]> => {
  const at = cutOf(spoken, how);
  if (at === null) return [spoken];
  const halves = await speak(cutAt(spoken.clause, at), how.rules, how.signal);
  const parts: SpokenClause[] = [];
  for (const [index, half] of halves.entries())
    parts.push(...(await subdivide({ ...half, torn: index === 0 || spoken.torn }, how)));
  return parts;
};

/** Where to cut a clause, or null if it is short enough, or cannot be cut. */
const cutOf = ({ clause, ids }: SpokenClause, { limits, rules }: Subdivision): number | null => {
  if (ids <= limits.conjunction) return null;
  const cut = middleCut(clause.words, rules.language, 'conjunction');
  if (cut !== null || ids <= limits.word) return cut;
  return middleCut(clause.words, rules.language, 'word') ?? middleCharacter(clause.words);
};

/** For what has no words to cut between: the middle, not inside a surrogate pair. */
const middleCharacter = (words: string): number | null => {
  const characters = Array.from(words);
  if (characters.length < 2) return null;
  return characters.slice(0, characters.length >> 1).join('').length;
};

// The first part ends like a clause with a comma: the voice goes on, and does not fall as at an end.
const cutAt = (clause: Clause, at: number): readonly Clause[] => [
  {
    start: clause.start,
    end: clause.start + at,
    words: clause.words.slice(0, at),
    mark: ',',
    before: 'clause',
  },
  { ...clause, start: clause.start + at, words: clause.words.slice(at) },
];

const segmentOf = (group: readonly SpokenClause[], phonemeIds: PhonemeIds): Segment => {
  const last = lastOf(group);
  const phonemes = group.map((spoken) =>
    markedPhonemes(spoken.phonemes, spoken.clause, spoken === last),
  );
  const { mark, before, end } = last.clause;
  return {
    start: group[0]?.clause.start ?? 0,
    end,
    spelling: spell(phonemes.join(''), phonemeIds),
    close: { mark: last.torn ? null : mark, before },
  };
};

const lastOf = (group: readonly SpokenClause[]): SpokenClause => {
  const last = group.at(-1);
  if (last === undefined) throw new TypeError('a segment without clauses');
  return last;
};
