import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { LinePrefixer } from './line-prefixer.mjs';

const prefixed = (pieces) => {
  let out = '';
  const prefixer = new LinePrefixer('gateway | ', (text) => (out += text));
  for (const piece of pieces) prefixer.push(piece);
  prefixer.end();
  return out;
};

describe(LinePrefixer.name, () => {
  it('names the process before each line', () => {
    expect(prefixed(['one\ntwo\n'])).toBe('gateway | one\ngateway | two\n');
  });

  it('ends a last line that has no end', () => {
    expect(prefixed(['one'])).toBe('gateway | one\n');
  });

  it('writes the same wherever the output is cut', () => {
    const output = fc.array(fc.string({ unit: fc.constantFrom('a', '\n') }));
    fc.assert(
      fc.property(output, (pieces) => {
        expect(prefixed(pieces)).toBe(prefixed([pieces.join('')]));
      }),
    );
  });
});
