import { describe, expect, it } from '@jest/globals';

import { isWhitespace } from './whitespace.js';

const unitsWhere = (test: (unit: number) => boolean): readonly number[] =>
  Array.from({ length: 0x10000 }, (_, unit) => unit).filter(test);

describe(isWhitespace.name, () => {
  it('differs from JavaScript in the information separators, NEL and the byte order mark only', () => {
    const differing = unitsWhere(
      (unit) => isWhitespace(unit) !== /\s/u.test(String.fromCharCode(unit)),
    );
    expect(differing).toEqual([0x1c, 0x1d, 0x1e, 0x1f, 0x85, 0xfeff]);
  });

  it('knows the 29 characters that Python knows', () => {
    expect(unitsWhere(isWhitespace)).toHaveLength(29);
  });
});
