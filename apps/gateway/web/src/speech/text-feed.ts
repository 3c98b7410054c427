/** What a change of the text field means while it is read as it is typed. */
export type TypedChange =
  /** A piece that is complete. */
  | { readonly kind: 'piece'; readonly piece: string }
  /** The last word is still being typed. */
  | { readonly kind: 'incomplete' }
  /** Something that was sent already was changed; `text` is what can be. */
  | { readonly kind: 'changed'; readonly text: string };

/** A word ends with white space, or with a sign that some languages put between words instead. */
const COMPLETE_WORDS = /^.*[\s、。，！？；：…]/su;

/** Finds what may be sent of a text that is being typed, when `sent` of it was sent already. */
export const readTyped = (sent: string, text: string): TypedChange => {
  if (!text.startsWith(sent)) return { kind: 'changed', text: sent };
  const fresh = text.slice(sent.length);
  const piece = COMPLETE_WORDS.exec(fresh)?.[0] ?? '';
  return piece === '' ? { kind: 'incomplete' } : { kind: 'piece', piece };
};

/** Characters of a token of a language model, about. */
const TOKEN_LENGTH = 4;

/** Cuts a text into pieces as a language model would write it: parts of words, with the space before them. */
export const tokensOf = (text: string): readonly string[] =>
  (text.match(/\s*\S+|\s+$/gu) ?? []).flatMap(partsOf);

const partsOf = (word: string): readonly string[] => {
  const chars = Array.from(word);
  const count = Math.max(1, Math.round(chars.length / (2 * TOKEN_LENGTH)));
  const length = Math.ceil(chars.length / count);
  return Array.from({ length: count }, (_, part) =>
    chars.slice(part * length, (part + 1) * length).join(''),
  ).filter((part) => part !== '');
};
