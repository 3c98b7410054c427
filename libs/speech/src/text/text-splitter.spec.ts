import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { codePointLength } from './code-points.js';
import { HeldText } from './held-text.js';
import { createOmniSplitter } from './omni-splitter.js';
import { createSeedSplitter } from './seed-splitter.js';
import type { TextSplitter } from './text-splitter.js';
import { isWhitespace } from './whitespace.js';

interface Subject {
  readonly name: string;
  readonly create: () => TextSplitter;
}

const seed = (granularity: 'sentence' | 'clause', minSentenceLength: number): Subject => ({
  name: `seed rules, ${granularity}, at least ${minSentenceLength}`,
  create: () => createSeedSplitter({ granularity, minSentenceLength, maxBufferLength: 1 << 20 }),
});

const omni = (granularity: 'none' | 'sentence' | 'clause'): Subject => ({
  name: `omni rules, ${granularity}`,
  create: () => createOmniSplitter({ granularity }),
});

const SUBJECTS: readonly Subject[] = [
  ...[seed('sentence', 2), seed('clause', 2), seed('sentence', 0), seed('clause', 9)],
  ...[omni('none'), omni('sentence'), omni('clause')],
];

const ALPHABET = [
  ...[
    'a',
    'J',
    'dr',
    'e.g',
    'p.m',
    'no',
    'word',
    '1',
    '23',
    '你好',
    'नमस्ते',
    '\u{1F600}',
    '\u{1D409}',
  ],
  ...[
    '.',
    '.',
    '!',
    '?',
    ',',
    ';',
    '。',
    '！',
    '，',
    '；',
    '…',
    '।',
    '؟',
    '،',
    '"',
    '”',
    ')',
    '」',
  ],
  ...[' ', ' ', ' ', '\n', '\u0085', '\u001c', '\u3000', '\ufeff', '\u200b', '\ud800', '\udc00'],
];

const text = fc
  .array(fc.constantFrom(...ALPHABET), { maxLength: 40 })
  .map((parts) => parts.join(''));

/** Cuts anywhere, inside surrogate pairs too. */
const cutAt = (whole: string, places: readonly number[]): readonly string[] => {
  const bounds = [0, ...places.map((place) => place % (whole.length + 1)), whole.length];
  const sorted = bounds.toSorted((a, b) => a - b);
  return sorted.slice(1).map((end, index) => whole.slice(sorted[index], end));
};

const cutText = fc
  .tuple(text, fc.array(fc.nat(), { maxLength: 12 }))
  .map(([whole, places]) => ({ whole, pieces: cutAt(whole, places) }));

const pushAll = (splitter: TextSplitter, pieces: Iterable<string>): readonly string[] =>
  Array.from(pieces).flatMap((piece) => splitter.push(piece));

const withoutWhitespace = (whole: string): string =>
  Array.from(whole)
    .filter((character) => !isWhitespace(character.charCodeAt(0)))
    .join('');

describe.each(SUBJECTS)('$name', ({ create }) => {
  // What is emitted after a stretch of text depends on that stretch alone. This holds for the seed
  // rules too, although they emit a CJK sentence at once: whether a place is a boundary never
  // depends on what follows it. (Only whitespace between sentences may be counted as held or not.)
  it('text cut anywhere gives the same sentences, before the flush and with it', () => {
    fc.assert(
      fc.property(cutText, ({ whole, pieces }) => {
        const [inPieces, atOnce] = [create(), create()];
        expect(pushAll(inPieces, pieces)).toEqual(atOnce.push(whole));
        expect(inPieces.flush()).toEqual(atOnce.flush());
      }),
      { numRuns: 200 },
    );
  });

  it('keeps every character that is not whitespace, in order', () => {
    fc.assert(
      fc.property(cutText, ({ whole, pieces }) => {
        const splitter = create();
        const spoken = [...pushAll(splitter, pieces), ...splitter.flush()];
        expect(withoutWhitespace(spoken.join(''))).toBe(withoutWhitespace(whole));
      }),
    );
  });

  it('gives no sentence that is empty or has whitespace around it', () => {
    fc.assert(
      fc.property(cutText, ({ pieces }) => {
        const splitter = create();
        for (const sentence of [...pushAll(splitter, pieces), ...splitter.flush()]) {
          expect(sentence).not.toBe('');
          expect(isWhitespace(sentence.charCodeAt(0))).toBe(false);
          expect(isWhitespace(sentence.charCodeAt(sentence.length - 1))).toBe(false);
        }
      }),
    );
  });

  it('holds no more than it was given and did not emit', () => {
    fc.assert(
      fc.property(cutText, ({ whole, pieces }) => {
        const splitter = create();
        const emitted = pushAll(splitter, pieces).reduce((sum, s) => sum + codePointLength(s), 0);
        expect(splitter.pendingLength + emitted).toBeLessThanOrEqual(codePointLength(whole) + 1);
        splitter.flush();
        expect(splitter.pendingLength).toBe(0);
      }),
    );
  });
});

/**
 * Counts every look at a unit of text while `work` runs: reads of the input, of the text held, and
 * copies of it. Throws after `most` of them, since quadratic work would not end in time to be counted.
 */
const countingLooks = (most: number, work: () => void): number => {
  let looks = 0;
  const look = (times: number): void => {
    looks += times;
    if (looks > most) throw new Error(`more than ${most} looks`);
  };
  const restore = [
    replaceMethod(String.prototype, 'charCodeAt', (original) => {
      return function (this: string, at: number) {
        look(1);
        return original.call(this, at);
      };
    }),
    replaceMethod(HeldText.prototype, 'unitFromEnd', (original) => {
      return function (this: HeldText, distance: number) {
        look(1);
        return original.call(this, distance);
      };
    }),
    replaceMethod(HeldText.prototype, 'tail', (original) => {
      return function (this: HeldText, count: number) {
        look(count);
        return original.call(this, count);
      };
    }),
    replaceMethod(HeldText.prototype, 'takeStripped', (original) => {
      return function (this: HeldText) {
        look(this.codePoints);
        return original.call(this);
      };
    }),
    replaceMethod(Uint16Array.prototype, 'set', (original) => {
      return function (this: Uint16Array, source: ArrayLike<number>, offset?: number) {
        look(source.length);
        original.call(this, source, offset);
      };
    }),
  ];
  try {
    work();
  } finally {
    for (const undo of restore) undo();
  }
  return looks;
};

const replaceMethod = <Owner, Name extends keyof Owner>(
  owner: Owner,
  name: Name,
  wrap: (original: Owner[Name]) => Owner[Name],
): (() => void) => {
  const original = owner[name];
  owner[name] = wrap(original);
  return () => {
    owner[name] = original;
  };
};

const LONG_TEXTS = (length: number): readonly (readonly [string, string])[] => [
  ['punctuation', '.'.repeat(length)],
  ['text without a boundary', 'word '.repeat(length / 5)],
  ['script punctuation', '。'.repeat(length)],
  ['a token full of dots', 'a.'.repeat(length / 2)],
  ['quotes behind a terminator', `x.${'"'.repeat(length - 2)}`],
  ['whitespace behind a word', `x${' '.repeat(length - 1)}`],
  ['short sentences', 'Yes. '.repeat(length / 5)],
];

const MOST_LOOKS_PER_UNIT = 20; // the look-back at a full stop is 14 units

const looksPerUnit = (splitter: TextSplitter, long: string): number =>
  countingLooks(long.length * MOST_LOOKS_PER_UNIT, () => {
    for (const character of long) splitter.push(character);
    splitter.flush();
  }) / long.length;

describe(`row 58: a long text, one code point at a time, costs at most ${MOST_LOOKS_PER_UNIT} looks at each unit`, () => {
  it.each(LONG_TEXTS(1 << 20).slice(0, 2))('one mebi of %s', (_, long) => {
    const splitter = createOmniSplitter({ granularity: 'sentence' });
    expect(looksPerUnit(splitter, long)).toBeGreaterThanOrEqual(1);
  });

  describe.each(SUBJECTS)('$name', ({ create }) => {
    it.each(LONG_TEXTS(1 << 14))('%s', (_, long) => {
      expect(looksPerUnit(create(), long)).toBeGreaterThanOrEqual(1);
    });
  });
});
