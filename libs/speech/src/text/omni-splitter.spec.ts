import { describe, expect, it } from '@jest/globals';

import { createOmniSplitter } from './omni-splitter.js';
import type { SplitGranularity, TextSplitter } from './text-splitter.js';

const pushAll = (splitter: TextSplitter, pieces: Iterable<string>): readonly string[] =>
  Array.from(pieces).flatMap((piece) => splitter.push(piece));

interface Vector {
  readonly name: string;
  readonly granularity: SplitGranularity;
  readonly pieces: readonly string[];
  readonly before: readonly string[];
  readonly atFlush: readonly string[];
}

const vector = (name: string, granularity: SplitGranularity, ...pieces: readonly string[]) => ({
  gives: (before: readonly string[], atFlush: readonly string[]): Vector => {
    return { name, granularity, pieces, before, atFlush };
  },
});

const VECTORS: readonly Vector[] = [
  vector('row 49: a trailing full stop waits', 'sentence', 'Hello world.').gives(
    [],
    ['Hello world.'],
  ),
  vector('row 50: whitespace ends the sentence', 'sentence', 'Hello world. More').gives(
    ['Hello world.'],
    ['More'],
  ),
  vector('row 51: a decimal point ends nothing', 'sentence', 'It costs 3.14 dollars. ').gives(
    ['It costs 3.14 dollars.'],
    [],
  ),
  vector('row 52: a thousands comma ends nothing', 'clause', 'It is 1,000 rupees, sir. ').gives(
    ['It is 1,000 rupees,', 'sir.'],
    [],
  ),
  vector('row 53: punctuation in a row is one end', 'sentence', 'Wait... Really?! Yes.').gives(
    ['Wait...', 'Really?!'],
    ['Yes.'],
  ),
  vector('row 54: a closing quote stays', 'sentence', 'He said "Hello." Bye.').gives(
    ['He said "Hello."'],
    ['Bye.'],
  ),
  vector(
    'row 55: abbreviations and initials end nothing',
    'sentence',
    'Dr. Smith, e.g. J. R. Tolkien. Next.',
  ).gives(['Dr. Smith, e.g. J. R. Tolkien.'], ['Next.']),
  vector('row 55: a long word is no abbreviation', 'sentence', 'In Washington. Next').gives(
    ['In Washington.'],
    ['Next'],
  ),
  vector('row 56: a trailing 。 waits for the next character', 'sentence', '你好。世界。').gives(
    ['你好。'],
    ['世界。'],
  ),
  vector('row 57: a danda ends a sentence', 'sentence', 'नमस्ते। कैसे हो?').gives(
    ['नमस्ते।'],
    ['कैसे हो?'],
  ),
  vector('row 59: without splitting all is one unit', 'none', ' Hello. World!\n').gives(
    [],
    ['Hello. World!'],
  ),
  vector('row 60: words come one by one', 'sentence', 'Hello ', 'world. ', 'How are you?').gives(
    ['Hello world.'],
    ['How are you?'],
  ),
  vector('row 60: a decimal comes in pieces', 'sentence', 'It costs 3', '.', '14 dollars. ').gives(
    ['It costs 3.14 dollars.'],
    [],
  ),
  vector('row 61: a comma ends a clause', 'clause', 'Hello, world. ').gives(
    ['Hello,', 'world.'],
    [],
  ),
  vector('ASCII terminators need whitespace', 'sentence', 'Yes!No? Ok').gives(['Yes!No?'], ['Ok']),
  vector('a digit before the full stop', 'sentence', 'Version 2. Done').gives(
    ['Version 2.'],
    ['Done'],
  ),
  vector('single letters never end a unit', 'sentence', 'Is it A. Or B. Ok').gives(
    [],
    ['Is it A. Or B. Ok'],
  ),
  vector('a dotted abbreviation', 'sentence', 'At 5 p.m. we left. Ok').gives(
    ['At 5 p.m. we left.'],
    ['Ok'],
  ),
  vector('Arabic', 'sentence', 'مرحبا؟ نعم. ').gives(['مرحبا؟', 'نعم.'], []),
  vector('Chinese clauses', 'clause', '你好，世界；再见。').gives(['你好，', '世界；'], ['再见。']),
  vector('terminators alone', 'sentence', '。。').gives([], ['。。']),
  vector('a double danda and an ellipsis', 'sentence', 'राम॥ श्याम…हाँ').gives(
    ['राम॥', 'श्याम…'],
    ['हाँ'],
  ),
  vector('Arabic comma and semicolon end a clause', 'clause', 'نعم، لا؛ ربما').gives(
    ['نعم،', 'لا؛'],
    ['ربما'],
  ),
  vector('a script comma ends no sentence', 'sentence', '你好，世界；再见').gives(
    [],
    ['你好，世界；再见'],
  ),
  vector('every closing delimiter stays', 'sentence', `好。"'”’»)]}』」）】好`).gives(
    [`好。"'”’»)]}』」）】`],
    ['好'],
  ),
  vector('a run takes commas along in sentence mode', 'sentence', 'So!, she said. Ok').gives(
    ['So!,', 'she said.'],
    ['Ok'],
  ),
  vector('the first of a run decides: ASCII', 'sentence', 'Eh?。x').gives([], ['Eh?。x']),
  vector('the first of a run decides: script', 'sentence', '诶。?x').gives(['诶。?'], ['x']),
  vector('an abbreviation before a comma', 'clause', 'Ann, Bob, etc., came. Ok').gives(
    ['Ann,', 'Bob,', 'etc.,', 'came.'],
    ['Ok'],
  ),
  vector('abbreviations in capitals', 'sentence', 'DR. NO. 5 in the U.S. today. Ok').gives(
    ['DR. NO. 5 in the U.S. today.'],
    ['Ok'],
  ),
  vector('dots around an abbreviation', 'sentence', 'So ..dr. Who. Ok').gives(
    ['So ..dr. Who.'],
    ['Ok'],
  ),
  vector('an abbreviation with dots behind it', 'sentence', 'Oh no... Yes').gives(
    [],
    ['Oh no... Yes'],
  ),
  vector('the end of a longer word is no abbreviation', 'sentence', 'xyzfig. A pilcrow. Ok').gives(
    ['xyzfig.', 'A pilcrow.'],
    ['Ok'],
  ),
  vector('initials beyond the basic plane', 'sentence', '\u{1D409}. Ok').gives(
    [],
    ['\u{1D409}. Ok'],
  ),
  // The full stop behind the question mark goes with the first unit, so K stands alone.
  vector('a token does not reach back into the unit before', 'sentence', 'نعم؟.K. Ok').gives(
    ['نعم؟.'],
    ['K. Ok'],
  ),
  vector('a single digit is no initial', 'sentence', '7. Ok').gives(['7.'], ['Ok']),
  vector(
    'information separators and NEL are whitespace',
    'sentence',
    'One.\u001cTwo!\u0085Ok',
  ).gives(['One.', 'Two!'], ['Ok']),
  vector('zero-width characters are not', 'sentence', 'One.\u200bTwo.\ufeffSix. \u200b').gives(
    ['One.\u200bTwo.\ufeffSix.'],
    ['\u200b'],
  ),
  vector('lone surrogates are kept', 'sentence', '\udc00A\ud800. \ud800').gives(
    ['\udc00A\ud800.'],
    ['\ud800'],
  ),
];

describe(createOmniSplitter.name, () => {
  describe.each(VECTORS)('$name', ({ granularity, pieces, before, atFlush }) => {
    it('in the pieces given', () => {
      const splitter = createOmniSplitter({ granularity });
      expect(pushAll(splitter, pieces)).toEqual(before);
      expect(splitter.flush()).toEqual(atFlush);
    });

    it('one code point at a time', () => {
      const splitter = createOmniSplitter({ granularity });
      expect(pushAll(splitter, pieces.join(''))).toEqual(before);
      expect(splitter.flush()).toEqual(atFlush);
    });
  });

  it('row 56: emits 。 with the character that follows it', () => {
    const splitter = createOmniSplitter({ granularity: 'sentence' });
    expect(pushAll(splitter, '你好。')).toEqual([]);
    expect(splitter.push('」')).toEqual([]);
    expect(splitter.push('世')).toEqual(['你好。」']);
  });

  it('row 59: a flush of nothing gives nothing', () => {
    expect(createOmniSplitter({ granularity: 'sentence' }).flush()).toEqual([]);
  });

  it('row 59: a flush of whitespace gives nothing', () => {
    const splitter = createOmniSplitter({ granularity: 'none' });
    splitter.push(' \n\u0085\u001e');
    expect(splitter.flush()).toEqual([]);
  });

  it('row 60: is as new after a flush, even inside a run', () => {
    const splitter = createOmniSplitter({ granularity: 'sentence' });
    splitter.push('Hello。');
    expect(splitter.flush()).toEqual(['Hello。']);
    expect(splitter.push('World. x')).toEqual(['World.']);
  });

  it('holds code points, without the whitespace before a unit', () => {
    const splitter = createOmniSplitter({ granularity: 'sentence' });
    splitter.push('Hello.  ');
    expect(splitter.pendingLength).toBe(0);
    splitter.push(' \u{1F600}a ');
    expect(splitter.pendingLength).toBe(3);
  });

  it('has no bound of its own', () => {
    const splitter = createOmniSplitter({ granularity: 'none' });
    splitter.push('\u{1F600}'.repeat(1 << 20));
    expect(splitter.pendingLength).toBe(1 << 20);
    expect(splitter.flush()[0]).toHaveLength(2 << 20);
  });
});
