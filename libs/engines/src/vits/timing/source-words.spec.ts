import { normaliseForSpeech } from '@chorale/speech/normalise';
import { describe, expect, it } from '@jest/globals';

import { sourceWords } from './source-words.js';

const found = (source: string): readonly string[] => {
  const spoken = normaliseForSpeech(source, 'en-US');
  const all = sourceWords(spoken, { start: 0, end: spoken.text.length }, 'en-US');
  return all.map(({ start, end, spoken }) => `${source.slice(start, end)}=${spoken.join(' ')}`);
};

describe(sourceWords.name, () => {
  it('finds words where they stand in the source', () => {
    expect(found('Hello, big world!')).toEqual(['Hello=Hello', 'big=big', 'world=world']);
  });

  it('gives an expression of several spoken words one place', () => {
    expect(found('It costs $3.50 now')).toEqual([
      'It=It',
      'costs=costs',
      '$3.50=three dollars and fifty cents',
      'now=now',
    ]);
  });

  it('covers the asked part of the text only', () => {
    const spoken = normaliseForSpeech('one two three', 'en-US');
    const [word, ...others] = sourceWords(spoken, { start: 4, end: 8 }, 'en-US');
    expect(word).toEqual({ start: 4, end: 7, spoken: ['two'] });
    expect(others).toEqual([]);
  });
});
