const SUBSTITUTION = 1.1; // dearer than a gap: a wrong partner is worse than none
const GAP = 1;

/** A sign of a word said by itself, and the number of that word. */
export interface ExpectedSign {
  readonly sign: string;
  readonly word: number;
}

/**
 * Says which word each sign of a sentence belongs to, by aligning the sentence's signs with those of its
 * words said one by one. Counting words would be wrong: eSpeak merges ("in the" is one) and expands
 * ("1984" is four). The numbers never fall from one sign to the next. Pure.
 */
export const wordOfEachSign = (
  spoken: readonly string[],
  expected: readonly ExpectedSign[],
): readonly number[] => {
  const costs = costTable(spoken, expected);
  const words = backtrack(costs, spoken, expected);
  for (let index = 1; index < words.length; index++)
    words[index] = Math.max(words[index] ?? 0, words[index - 1] ?? 0);
  return words;
};

/** Cost of aligning the first i spoken signs with the first j expected ones, row by row. */
type Costs = readonly Float64Array[];

const costTable = (spoken: readonly string[], expected: readonly ExpectedSign[]): Costs => {
  const firstRow = Float64Array.from({ length: expected.length + 1 }, (_, j) => j * GAP);
  const rows: Float64Array[] = [firstRow];
  for (const sign of spoken) rows.push(nextRow(rows.at(-1) ?? firstRow, sign, expected));
  return rows;
};

const nextRow = (
  above: Float64Array,
  sign: string,
  expected: readonly ExpectedSign[],
): Float64Array => {
  const row = new Float64Array(above.length);
  row[0] = cell(above, 0) + GAP;
  for (const [index, other] of expected.entries()) {
    const replaced = cell(above, index) + mismatch(sign, other);
    const left = Math.min(cell(above, index + 1), cell(row, index)) + GAP;
    row[index + 1] = Math.min(replaced, left);
  }
  return row;
};

const mismatch = (sign: string, other: ExpectedSign | undefined): number =>
  sign === other?.sign ? 0 : SUBSTITUTION;

const cell = (row: Float64Array | undefined, column: number): number => row?.[column] ?? Infinity;

type Move = 'pair' | 'skipExpected' | 'skipSpoken';

const backtrack = (
  costs: Costs,
  spoken: readonly string[],
  expected: readonly ExpectedSign[],
): number[] => {
  const words = new Array<number>(spoken.length).fill(0);
  let i = spoken.length;
  let j = expected.length;
  while (i > 0) {
    const move = lastMove(costs, { i, j }, mismatch(spoken[i - 1] ?? '', expected[j - 1]));
    // A sign that no word has goes with the word before it.
    const word = expected[Math.max(j - 1, 0)]?.word ?? 0;
    if (move !== 'skipExpected') words[--i] = word;
    if (move !== 'skipSpoken') j--;
  }
  return words;
};

/** The move that led to a cell at its cost. */
const lastMove = (
  costs: Costs,
  { i, j }: { readonly i: number; readonly j: number },
  mismatched: number,
): Move => {
  const here = cell(costs[i], j);
  if (j > 0 && here === cell(costs[i - 1], j - 1) + mismatched) return 'pair';
  return j > 0 && here === cell(costs[i], j - 1) + GAP ? 'skipExpected' : 'skipSpoken';
};
