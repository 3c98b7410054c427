const SURROGATE_MASK = 0xfc00;

/** Says whether two UTF-16 units, one after the other, are one code point. */
export const isSurrogatePair = (first: number, second: number): boolean =>
  (first & SURROGATE_MASK) === 0xd800 && (second & SURROGATE_MASK) === 0xdc00;

/** Counts Unicode code points, as Python's `len` does; a lone surrogate counts as one. */
export const codePointLength = (text: string): number => {
  let length = text.length;
  for (let at = 1; at < text.length; at += 1) {
    if (isSurrogatePair(text.charCodeAt(at - 1), text.charCodeAt(at))) length -= 1;
  }
  return length;
};
