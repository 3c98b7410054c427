import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { wordOfEachSign } from './align.js';

const align = (spoken: string, ...words: readonly string[]): string =>
  wordOfEachSign(
    Array.from(spoken),
    words.flatMap((each, word) => Array.from(each, (sign) => ({ sign, word }))),
  ).join('');

describe(wordOfEachSign.name, () => {
  it('follows words that sound as they do alone', () => {
    expect(align('abcd', 'ab', 'cd')).toBe('0011');
  });

  it('finds words that are merged, or sound otherwise together', () => {
    expect(align('ɪnðə', 'ɪn', 'ðɪ')).toBe('0011');
    expect(align('əvðəbɛst', 'ʌv', 'ðə', 'bɛst')).toBe('00112222');
  });

  it('gives a sound that no word has to the word before', () => {
    expect(align('abxcd', 'ab', 'cd')).toBe('00011');
  });

  it('skips a word that is not heard', () => {
    expect(align('abef', 'ab', 'cd', 'ef')).toBe('0022');
  });

  it('never goes back, whatever is aligned', () => {
    const sign = fc.constantFrom('a', 'b', 'c', 'd');
    const word = fc.array(sign, { maxLength: 5 }).map((signs) => signs.join(''));
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 5 }), (spoken, words) => {
        const found = Array.from(align(spoken, ...words), Number);
        expect(found).toEqual([...found].sort((a, b) => a - b));
        expect(found).toHaveLength(spoken.length);
      }),
    );
  });
});
