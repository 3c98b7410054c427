import { describe, expect, it } from '@jest/globals';

import { isSpeakable, spell } from './phoneme-ids.js';

const KNOWN = new Map([
  ['_', [0]],
  ['^', [1]],
  ['$', [2]],
  [' ', [3]],
  ['.', [4]],
  ['a', [5]],
  ['c', [6, 7]],
  ['̧', [8]],
]);

describe(spell.name, () => {
  it('puts padding behind the start and behind each phoneme', () => {
    expect(spell('a.', KNOWN).ids).toEqual([1, 0, 5, 0, 4, 0, 2]);
  });

  it('takes composed letters apart and skips what the voice does not know', () => {
    expect(spell('çx', KNOWN).ids).toEqual([1, 0, 6, 7, 0, 8, 0, 2]);
  });

  it('says where the ids of each phoneme stand', () => {
    expect(spell('ca', KNOWN).symbols).toEqual([
      { sign: 'c', at: 2, ids: 2 },
      { sign: 'a', at: 5, ids: 1 },
    ]);
  });
});

describe(isSpeakable.name, () => {
  it('wants more than marks and spaces', () => {
    expect(isSpeakable(spell('a.', KNOWN))).toBe(true);
    expect(isSpeakable(spell(' .', KNOWN))).toBe(false);
  });
});
