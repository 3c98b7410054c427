import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { markedPhonemes, splitClauses } from './clause.js';

const brief = (text: string): readonly string[] =>
  splitClauses(text).map(({ words, mark, before }) => `${words.trim()}|${mark ?? ''}|${before}`);

describe(splitClauses.name, () => {
  it.each([
    ['Hello world.', ['Hello world|.|sentence']],
    ['Yes, of course!', ['Yes|,|clause', 'of course|!|sentence']],
    ['no mark', ['no mark||clause']],
    ['Wait... what?!', ['Wait|.|sentence', 'what|?|sentence']],
    [
      'It costs 3.50 at 10:30, see a.com/b.',
      ['It costs 3.50 at 10:30|,|clause', 'see a.com/b|.|sentence'],
    ],
    ['He said "no." Then left.', ['He said "no|.|sentence', 'Then left|.|sentence']],
    ['One - two — three', ['One|,|clause', 'two|,|clause', 'three||clause']],
    ['well-known', ['well-known||clause']],
    ['你好，世界。', ['你好|,|clause', '世界|.|sentence']],
    ['First\n\nSecond.\n\nThird', ['First||paragraph', 'Second|.|paragraph', 'Third||clause']],
    ['one\ntwo', ['one\ntwo||clause']],
    ['(…) Hello, …', ['Hello|,|sentence']],
    ['...', []],
    ['', []],
  ])('cuts %j', (text, expected) => {
    expect(brief(text)).toEqual(expected);
  });

  it('cuts what is longer than 300 characters at a space', () => {
    const clauses = splitClauses('word '.repeat(150));
    expect(clauses.length).toBeGreaterThan(1);
    for (const { words } of clauses) expect(words.length).toBeLessThanOrEqual(301);
  });

  it('takes a moment for 100 000 dots or spaces', () => {
    for (const run of ['.', ' ', '. ', '\n', ' -']) {
      const startedAt = performance.now();
      splitClauses(`${run.repeat(100_000)}x`);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    }
  });

  it('loses no letter, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 700 }), (text) => {
        const letters = (all: string): string => all.replace(/[^\p{L}\p{N}]/gu, '');
        expect(
          letters(
            splitClauses(text)
              .map(({ words }) => words)
              .join(''),
          ),
        ).toBe(letters(text));
      }),
    );
  });

  it('gives clauses in order, none inside another', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '.', ',', '\n', '。', '-') }),
        (text) => {
          let position = 0;
          for (const { start, end } of splitClauses(text)) {
            expect(start).toBeGreaterThanOrEqual(position);
            expect(end).toBeGreaterThan(start);
            position = end;
          }
        },
      ),
    );
  });
});

describe(markedPhonemes.name, () => {
  const spoken = (text: string): string => {
    const clauses = splitClauses(text);
    return clauses
      .map((clause, index) => markedPhonemes('x', clause, index === clauses.length - 1))
      .join('');
  };

  it.each([
    ['One, two; three: four.', 'x, x; x: x.'],
    ['One. Two? Three!', 'x.x?x!'],
    ['no mark', 'x.'],
    ['first\n\nsecond,', 'x.x,'],
  ])('marks %j as the models have learnt it', (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });
});
