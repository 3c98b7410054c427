import { describe, expect, it } from '@jest/globals';

import { spell } from '../text/phoneme-ids.js';
import { wordFrames } from './word-frames.js';

const KNOWN = new Map(Array.from('_^$ .,ˈabcd', (sign, id): [string, number[]] => [sign, [id]]));

/** Every id lasts one frame. */
const frames = (phonemes: string, ...words: readonly string[]) => {
  const spelling = spell(phonemes, KNOWN);
  return wordFrames(
    spelling,
    spelling.ids.map(() => 1),
    words,
  ).map(({ from, to }) => `${from}-${to}`);
};

describe(wordFrames.name, () => {
  it('hears a word from the space before its first sound to the padding of its last', () => {
    // ^ _ a _ b _ ' ' _ c _ d _ . _ $
    expect(frames('ab cd.', 'ab', 'cd')).toEqual(['2-6', '6-12']);
  });

  it('hears a word from the stress before its first sound', () => {
    expect(frames('ˈab ˈcd.', 'ˈab', 'cd')).toEqual(['2-8', '8-16']);
  });

  it('leaves the space after a mark to the pause', () => {
    expect(frames('ab, cd.', 'ab', 'cd')).toEqual(['2-6', '10-14']);
  });

  it('gives a word without sounds of its own no time', () => {
    expect(frames('ab cd.', 'ab', '', 'cd')).toEqual(['2-6', '6-6', '6-12']);
  });

  it('has nothing for no words', () => {
    expect(frames('ab.')).toEqual([]);
  });
});
