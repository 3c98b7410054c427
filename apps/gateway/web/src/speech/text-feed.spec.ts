import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { readTyped, tokensOf } from './text-feed.js';

describe(readTyped.name, () => {
  it.each([
    ['sends a word when it is complete', '', 'Hello ', { kind: 'piece', piece: 'Hello ' }],
    ['waits for the end of a word', 'Hello ', 'Hello the', { kind: 'incomplete' }],
    [
      'sends all that is complete',
      'Hello ',
      'Hello my dear fr',
      { kind: 'piece', piece: 'my dear ' },
    ],
    ['knows languages without spaces', '', '你好，世', { kind: 'piece', piece: '你好，' }],
    [
      'notices when what was sent is changed',
      'Hello ',
      'Hallo ',
      { kind: 'changed', text: 'Hello ' },
    ],
  ])('%s', (_what, sent, text, change) => {
    expect(readTyped(sent, text)).toEqual(change);
  });
});

describe(tokensOf.name, () => {
  it('loses nothing of a text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(tokensOf(text).join('')).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it('cuts long words, and keeps the space before a word', () => {
    expect(tokensOf('an internationalization')).toEqual(['an', ' intern', 'ational', 'ization']);
    expect(tokensOf('Hello there.')).toEqual(['Hello', ' there.']);
  });
});
