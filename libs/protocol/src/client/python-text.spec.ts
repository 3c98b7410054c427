import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { pythonText } from './python-text.js';

describe(pythonText.name, () => {
  it.each([
    [undefined, 'None'],
    [null, 'None'],
    [true, 'True'],
    [false, 'False'],
    [5, '5'],
    [1.5, '1.5'],
    [-7, '-7'],
    [2n ** 64n, '18446744073709551616'],
    ['', ''],
    ['plain', 'plain'],
    ["it's\n", "it's\n"],
    [[], '[]'],
    [{}, '{}'],
    [[1, 'a', null, true], "[1, 'a', None, True]"],
    [{ a: 1, b: ['x'] }, "{'a': 1, 'b': ['x']}"],
    [["it's"], '["it\'s"]'],
    [['say "it\'s"'], "['say \"it\\'s\"']"],
    [['a\\b\n\r\t'], "['a\\\\b\\n\\r\\t']"],
  ])('renders %p as %s', (value, text) => {
    expect(pythonText(value)).toBe(text);
  });

  it('shows 200 code points and cuts no character in two', () => {
    expect(pythonText('😀'.repeat(300))).toBe('😀'.repeat(200));
  });

  it('shows the same of a value however deep it goes on', () => {
    let deep: unknown = 1;
    for (let at = 0; at < 100_000; at += 1) deep = [deep];
    expect(pythonText(deep)).toBe('['.repeat(200));
  });

  it('is never long and never throws', () => {
    fc.assert(
      fc.property(
        fc.anything({ maxDepth: 6, withBigInt: true, withNullPrototype: true }),
        (value) => {
          expect(Array.from(pythonText(value)).length).toBeLessThanOrEqual(200);
        },
      ),
    );
  });
});
