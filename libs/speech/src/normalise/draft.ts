import type { SpokenSpan, SpokenText } from './spoken-text.js';

/** A stretch of a draft and the source range behind it; a verbatim one maps character by character. */
interface Piece {
  readonly text: string;
  readonly sourceStart: number;
  readonly sourceEnd: number;
  readonly verbatim: boolean;
}

/** Text on its way from written to spoken, which remembers where every part of it came from. */
export interface Draft {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** Replaces `start`–`end` of a draft (UTF-16 offsets, not empty) by `spoken`; '' removes it. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly spoken: string;
}

/** Starts a draft: all of it verbatim. */
export const draftOf = (source: string): Draft => ({
  text: source,
  pieces:
    source === ''
      ? []
      : [{ text: source, sourceStart: 0, sourceEnd: source.length, verbatim: true }],
});

/** Applies edits, which must be ordered and must not overlap. */
export const rewrite = (draft: Draft, edits: readonly Edit[]): Draft => {
  if (edits.length === 0) return draft;
  const cursor = new PieceCursor(draft.pieces);
  const pieces: Piece[] = [];
  let position = 0;
  for (const { start, end, spoken } of edits) {
    pieces.push(...cursor.take(start - position));
    pieces.push(...replaced(cursor.take(end - start), spoken));
    position = end;
  }
  pieces.push(...cursor.take(draft.text.length - position));
  return { text: pieces.map((piece) => piece.text).join(''), pieces };
};

const replaced = (taken: readonly Piece[], spoken: string): readonly Piece[] => {
  const [first] = taken;
  const last = taken.at(-1);
  if (spoken === '' || first === undefined || last === undefined) return [];
  if (spoken === taken.map((piece) => piece.text).join('')) return taken;
  const { sourceStart } = first;
  return [{ text: spoken, sourceStart, sourceEnd: last.sourceEnd, verbatim: false }];
};

/** Hands out the pieces of a draft from left to right, cutting where asked. */
class PieceCursor {
  readonly #pieces: readonly Piece[];
  #index = 0;
  #offset = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  take(length: number): readonly Piece[] {
    const taken: Piece[] = [];
    let missing = length;
    for (let piece = this.#pieces[this.#index]; missing > 0 && piece;) {
      const part = slice(piece, this.#offset, this.#offset + missing);
      taken.push(part);
      missing -= part.text.length;
      this.#offset += part.text.length;
      if (this.#offset === piece.text.length) this.#next();
      piece = this.#pieces[this.#index];
    }
    return taken;
  }

  #next(): void {
    this.#index += 1;
    this.#offset = 0;
  }
}

/** A part of a replaced piece still stands for the whole of its source. */
const slice = (piece: Piece, from: number, to: number): Piece => {
  const text = piece.text.slice(from, to);
  if (!piece.verbatim) return { ...piece, text };
  const sourceStart = piece.sourceStart + from;
  return { text, sourceStart, sourceEnd: sourceStart + text.length, verbatim: true };
};

/** Ends a draft: one span per untouched word or mark, and one per replaced stretch. */
export const spokenTextOf = (draft: Draft): SpokenText => {
  const spans: SpokenSpan[] = [];
  let position = 0;
  for (const piece of withoutOverlaps(draft.pieces)) {
    spans.push(...spansOf(piece, position));
    position += piece.text.length;
  }
  return { text: draft.text, spans };
};

/** Joins neighbours that stand for the same source, so that spans never overlap there. */
const withoutOverlaps = (pieces: readonly Piece[]): readonly Piece[] => {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const previous = joined.at(-1);
    if (previous && previous.sourceEnd > piece.sourceStart) joined.pop();
    joined.push(previous ? joinIfOverlapping(previous, piece) : piece);
  }
  return joined;
};

const joinIfOverlapping = (left: Piece, right: Piece): Piece =>
  left.sourceEnd <= right.sourceStart
    ? right
    : {
        text: left.text + right.text,
        sourceStart: left.sourceStart,
        sourceEnd: Math.max(left.sourceEnd, right.sourceEnd),
        verbatim: false,
      };

// Scripts written without spaces have no words to see here: each of their characters is its own.
const TOKEN =
  /(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])[\p{L}\p{M}\p{N}'’])+|\s+|[^]\p{M}*/gu;

const spansOf = (piece: Piece, position: number): readonly SpokenSpan[] => {
  if (!piece.verbatim) {
    const { text, sourceStart, sourceEnd } = piece;
    return [{ spokenStart: position, spokenEnd: position + text.length, sourceStart, sourceEnd }];
  }
  return Array.from(piece.text.matchAll(TOKEN), ({ 0: token, index }) => ({
    spokenStart: position + index,
    spokenEnd: position + index + token.length,
    sourceStart: piece.sourceStart + index,
    sourceEnd: piece.sourceStart + index + token.length,
  }));
};
