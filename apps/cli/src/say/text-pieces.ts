/** Well under the service's limit of 131 072 for one message. */
const PIECE_CODE_POINTS = 16_384;

/** Cuts text into messages; joined they are the text again. */
export const piecesOf = (text: string): readonly string[] =>
  text.match(new RegExp(`[^]{1,${PIECE_CODE_POINTS}}`, 'gu')) ?? [];

/** Cuts what has come so far into whole words, each with the space behind it; `rest` may go on. */
const takeWords = (text: string): { readonly words: readonly string[]; readonly rest: string } => {
  const words = text.match(/\S*\s+/gu) ?? [];
  return { words, rest: text.slice(words.join('').length) };
};

/** Passes on each word as soon as it is whole. */
export const wordsOf = async function* (chunks: AsyncIterable<string>): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const taken = takeWords(rest + chunk);
    yield* taken.words.flatMap(piecesOf);
    rest = taken.rest;
  }
  yield* piecesOf(rest);
};
