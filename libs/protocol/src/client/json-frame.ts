import { parse as parseLossless } from 'lossless-json';

/** Frames up to this length cost little whatever they hold, UTF-16 units. */
const SMALL_FRAME = 131_072;

/** Brackets, commas and colons of a longer frame: an embedding has 8192, a recording none. */
const MAX_STRUCTURE = 65_536;

/** A longer frame holds a recording; reading it number by number would take too long. */
const MAX_EXACT_FRAME = 524_288;

/**
 * Parses a frame, integers beyond 2^53 exactly as bigint; undefined if it is no JSON, or more tangled
 * than any message needs to be. The time it takes is bounded: other sessions wait meanwhile.
 */
export const parseJsonFrame = (frame: string): unknown => {
  if (frame.length > SMALL_FRAME && isTangled(frame)) return undefined;
  try {
    return needsExactness(frame) ? parseLossless(frame, null, EXACTLY) : JSON.parse(frame);
  } catch {
    return undefined; // not JSON, or nested more deeply than the stack allows
  }
};

const isTangled = (frame: string): boolean => {
  let count = 0;
  for (let at = 0; at < frame.length && count <= MAX_STRUCTURE; at += 1)
    if (isStructure(frame.charCodeAt(at))) count += 1;
  return count > MAX_STRUCTURE;
};

/** One of `,` `:` `[` `{`; compared one by one, for this is asked of every character. */
const isStructure = (code: number): boolean =>
  code === 0x2c || code === 0x3a || code === 0x5b || code === 0x7b;

/** `JSON.parse` rounds integers beyond 2^53: a frame with that many digits in a row is read number by number. */
const needsExactness = (frame: string): boolean =>
  frame.length <= MAX_EXACT_FRAME && /\d{16}/.test(frame);

/** Python reads no longer integers: the time that takes grows faster than their length. */
const MAX_DIGITS = 4300;

const exactNumber = (text: string): number | bigint => {
  if (!/^-?\d{16,}$/.test(text)) return Number(text);
  if (text.length > MAX_DIGITS) throw new SyntaxError('integer too long');
  return BigInt(text);
};

/** As Python and `JSON.parse` have it, the last of equal keys counts. */
const EXACTLY = {
  parseNumber: exactNumber,
  onDuplicateKey: ({ newValue }: { readonly newValue: unknown }) => newValue,
};
