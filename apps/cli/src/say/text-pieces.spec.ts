import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { piecesOf, wordsOf } from './text-pieces.js';

const collect = async (pieces: AsyncIterable<string>): Promise<readonly string[]> => {
  const all: string[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
};

const arriving = async function* (chunks: readonly string[]): AsyncIterable<string> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
};

describe(piecesOf.name, () => {
  it('leaves a short text whole, and makes nothing of no text', () => {
    expect(piecesOf('Hello.\nHow are you?')).toEqual(['Hello.\nHow are you?']);
    expect(piecesOf('')).toEqual([]);
  });

  it('cuts a long text without cutting a code point', () => {
    const text = '🙂'.repeat(20_000);
    const pieces = piecesOf(text);
    expect(pieces.map((piece) => Array.from(piece).length)).toEqual([16_384, 3_616]);
    expect(pieces.join('')).toBe(text);
  });
});

describe(wordsOf.name, () => {
  it('passes on each word when it is whole, with the space behind it', async () => {
    const words = await collect(wordsOf(arriving(['Hel', 'lo there. H', 'ow', ' are\nyou?'])));
    expect(words).toEqual(['Hello ', 'there. ', 'How ', 'are\n', 'you?']);
  });

  it('loses nothing, however the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), async (chunks) => {
        expect((await collect(wordsOf(arriving(chunks)))).join('')).toBe(chunks.join(''));
      }),
    );
  });
});
