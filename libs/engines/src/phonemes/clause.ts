/** Punctuation that the models know; it ends a clause and shapes its melody. */
type Mark = '.' | '!' | '?' | ',' | ';' | ':';

/** A stretch of text that is phonemized by itself. UTF-16 offsets, end exclusive, mark included. */
export interface Clause {
  readonly start: number;
  readonly end: number;
  /** Without its mark. */
  readonly words: string;
  /** Null where the text just ends, or an over-long clause had to be cut. */
  readonly mark: Mark | null;
  /** What comes behind it: more of the sentence, another sentence, or another paragraph. */
  readonly before: 'clause' | 'sentence' | 'paragraph';
}

/** Longer clauses are cut at a space: eSpeak's time and the segments' arithmetic stay bounded. */
const LONGEST_CLAUSE = 300;

const MARKS = new Map<string, Mark>([
  ...pairs('.', '.…。．｡।॥۔'),
  ...pairs('!', '!！'),
  ...pairs('?', '?？؟'),
  ...pairs(',', ',，、､،—'),
  ...pairs(';', ';；؛'),
  ...pairs(':', ':：'),
]);

function pairs(mark: Mark, written: string): [string, Mark][] {
  return Array.from(written, (sign) => [sign, mark]);
}

const SENTENCE_END: ReadonlySet<Mark | null> = new Set<Mark>(['.', '!', '?']);

// ASCII marks end a clause before a space only ("3.50", "10:30", "example.com"); the others always.
// A dash between spaces is a pause as well. A blank line ends whatever was going on.
// Repetitions are bounded, or a long run of dots would take a quadratic time.
const BREAK =
  /(?:[.,;:!?]{1,64}["'”’»)\]]{0,8}(?=\s|$)|[…。．｡।॥۔！？؟，、､،—；؛：]["'”’»)\]」』】）]{0,8}|\s[–-]{1,3}(?=\s)){1,64}(?:\s{0,64}\n\s{0,64}\n)?|\s{0,64}\n\s{0,64}\n/gu;

/** Cuts text into clauses by punctuation; clauses with nothing to say join the one before. Pure. */
export const splitClauses = (text: string): readonly Clause[] => {
  const clauses: Clause[] = [];
  let start = 0;
  BREAK.lastIndex = 0; // no `matchAll`: it copies the pattern, which is then compiled again and again
  for (let match = BREAK.exec(text); match !== null; match = BREAK.exec(text)) {
    const end = match.index + match[0].length;
    addClause(clauses, { text, start, wordsEnd: match.index, end });
    start = end;
  }
  addClause(clauses, { text, start, wordsEnd: text.length, end: text.length });
  return clauses;
};

interface Stretch {
  readonly text: string;
  readonly start: number;
  readonly wordsEnd: number;
  readonly end: number;
}

const addClause = (clauses: Clause[], stretch: Stretch): void => {
  const { text, start, wordsEnd, end } = stretch;
  if (!/[\p{L}\p{N}]/u.test(text.slice(start, wordsEnd))) return extendLast(clauses, stretch);
  const cuts = cutsOf(text, start, wordsEnd);
  cuts.forEach((cut, index) => {
    const next = cuts[index + 1];
    clauses.push(
      next === undefined
        ? { start: cut, end, words: text.slice(cut, wordsEnd), ...closing(text, wordsEnd, end) }
        : { start: cut, end: next, words: text.slice(cut, next), mark: null, before: 'clause' },
    );
  });
};

const extendLast = (clauses: Clause[], { text, start, wordsEnd, end }: Stretch): void => {
  const last = clauses.pop();
  if (last === undefined) return;
  const own = closing(text, Math.min(start, wordsEnd), end);
  const before = strength(own.before) > strength(last.before) ? own.before : last.before;
  clauses.push({ ...last, end, mark: last.mark ?? own.mark, before });
};

const strength = (before: Clause['before']): number =>
  ['clause', 'sentence', 'paragraph'].indexOf(before);

const closing = (text: string, from: number, to: number): Pick<Clause, 'mark' | 'before'> => {
  const signs = text.slice(from, to);
  const mark = markOf(signs);
  if (/\n\s*\n/.test(signs)) return { mark, before: 'paragraph' };
  return { mark, before: SENTENCE_END.has(mark) ? 'sentence' : 'clause' };
};

const markOf = (signs: string): Mark | null => {
  for (const sign of signs) {
    const mark = MARKS.get(sign);
    if (mark !== undefined) return mark;
  }
  return /[–-]/.test(signs) ? ',' : null;
};

/** Where the parts of an over-long clause begin, `start` first. */
const cutsOf = (text: string, start: number, end: number): readonly number[] => {
  const cuts = [start];
  for (let from = start; end - from > LONGEST_CLAUSE; cuts.push(from)) {
    const space = text.lastIndexOf(' ', from + LONGEST_CLAUSE);
    from = space > from ? space + 1 : whole(text, from + LONGEST_CLAUSE);
  }
  return cuts;
};

/** Moves an offset back out of the middle of a surrogate pair. */
const whole = (text: string, offset: number): number =>
  /[\uDC00-\uDFFF]/.test(text.charAt(offset)) ? offset - 1 : offset;

/**
 * Puts a clause's mark behind its phonemes as the models have learnt it: pauses keep a space, ends
 * do not. What ends without a mark, ends in a full stop.
 */
export const markedPhonemes = (
  phonemes: string,
  { mark, before }: Clause,
  last: boolean,
): string => {
  if (last || before !== 'clause') return phonemes + (mark ?? '.');
  return `${phonemes}${mark ?? ''} `;
};
