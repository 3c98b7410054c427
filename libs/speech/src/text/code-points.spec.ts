import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { codePointLength } from './code-points.js';

/** Code units at random, lone surrogates among them. */
const anyText = fc
  .array(fc.nat(0xffff), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units));

describe(codePointLength.name, () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['你好', 2],
    ['a\u{1F600}b', 3],
    ['e\u0301', 2],
    ['\u{1F468}\u200d\u{1F469}', 3],
    ['\ud83d', 1],
    ['\ude00\ud83d', 2],
    ['\ud83d\ud83d\ude00', 2],
  ])('counts %j as %i', (text, length) => expect(codePointLength(text)).toBe(length));

  it('agrees with iterating over the string', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(codePointLength(text)).toBe(Array.from(text).length);
      }),
    );
  });
});
