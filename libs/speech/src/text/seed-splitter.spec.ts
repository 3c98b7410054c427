import { describe, expect, it } from '@jest/globals';

import { createSeedSplitter, TextBufferOverflow } from './seed-splitter.js';
import type { TextSplitter } from './text-splitter.js';

const sentenceSplitter = (): TextSplitter => createSeedSplitter({ granularity: 'sentence' });
const clauseSplitter = (): TextSplitter => createSeedSplitter({ granularity: 'clause' });
const withMinimum = (minSentenceLength: number): TextSplitter =>
  createSeedSplitter({ granularity: 'sentence', minSentenceLength });

const pushAll = (splitter: TextSplitter, pieces: Iterable<string>): readonly string[] =>
  Array.from(pieces).flatMap((piece) => splitter.push(piece));

interface Vector {
  readonly name: string;
  readonly splitter?: () => TextSplitter;
  readonly pieces: readonly string[];
  readonly emitted: readonly string[];
  readonly held: string;
}

const VECTORS: readonly Vector[] = [
  {
    name: 'row 34: text without a boundary is held',
    pieces: ['Hello world'],
    emitted: [],
    held: 'Hello world',
  },
  {
    name: 'row 35: a boundary gives the first sentence only',
    pieces: ['Hello world. How are you?'],
    emitted: ['Hello world.'],
    held: 'How are you?',
  },
  {
    name: 'row 36: three Latin terminators with a trailing space give three sentences',
    pieces: ['Hello. How are you? Great! '],
    emitted: ['Hello.', 'How are you?', 'Great!'],
    held: '',
  },
  {
    name: 'row 37: an exclamation mark ends a sentence',
    pieces: ['Wow! Great'],
    emitted: ['Wow!'],
    held: 'Great',
  },
  {
    name: 'row 37: a question mark ends a sentence',
    pieces: ['Really? Yes'],
    emitted: ['Really?'],
    held: 'Yes',
  },
  {
    name: 'row 38: a Chinese full stop needs no whitespace',
    pieces: ['你好。世界'],
    emitted: ['你好。'],
    held: '世界',
  },
  {
    name: 'row 38: a Chinese exclamation mark needs no whitespace, even at the end of the buffer',
    pieces: ['你好！'],
    emitted: ['你好！'],
    held: '',
  },
  {
    name: 'row 38: a Chinese question mark needs no whitespace',
    pieces: ['好吗？好'],
    emitted: ['好吗？'],
    held: '好',
  },
  {
    name: 'row 39: neither Chinese comma nor semicolon ends a sentence',
    pieces: ['你好，世界；再见。好'],
    emitted: ['你好，世界；再见。'],
    held: '好',
  },
  {
    name: 'row 39: both end a clause',
    splitter: clauseSplitter,
    pieces: ['你好，世界；再见。好'],
    emitted: ['你好，', '世界；', '再见。'],
    held: '好',
  },
  {
    name: 'row 40: of three Chinese sentences the last is emitted at once',
    pieces: ['你好。世界！好吗？'],
    emitted: ['你好。', '世界！', '好吗？'],
    held: '',
  },
  {
    name: 'row 41: Latin and Chinese rules hold in one text',
    pieces: ['Hello world. 你好。Bye! 再见'],
    emitted: ['Hello world.', '你好。', 'Bye!'],
    held: '再见',
  },
  {
    name: 'row 42: a sentence may come in pieces and ends with the whitespace',
    pieces: ['Hello', ' world', '.', ' ', 'How'],
    emitted: ['Hello world.'],
    held: 'How',
  },
  {
    name: 'row 42: a Latin terminator at the end waits for whitespace',
    pieces: ['Hello. ', 'How are you? ', 'I am fine.'],
    emitted: ['Hello.', 'How are you?'],
    held: 'I am fine.',
  },
  { name: 'row 45: a lone full stop is carried', pieces: ['. '], emitted: [], held: '.' },
  {
    name: 'row 45: a lone Chinese full stop is carried',
    pieces: ['。'],
    emitted: [],
    held: '。',
  },
  {
    name: 'row 46: short sentences are carried without the whitespace between them',
    splitter: () => withMinimum(10),
    pieces: ['Hi. Ok. Hello there. '],
    emitted: ['Hi.Ok.Hello there.'],
    held: '',
  },
  {
    name: 'row 46: a minimum of 0 carries nothing',
    splitter: () => withMinimum(0),
    pieces: ['. ! Hi. '],
    emitted: ['.', '!', 'Hi.'],
    held: '',
  },
  {
    name: 'row 46: a short CJK part is carried into the next',
    pieces: ['Hi。！？x'],
    emitted: ['Hi。', '！？'],
    held: 'x',
  },
  {
    name: 'row 47: punctuation in a row stays with its sentence',
    pieces: ['Wait... Really?! Yes. '],
    emitted: ['Wait...', 'Really?!', 'Yes.'],
    held: '',
  },
  {
    name: 'an abbreviation is split',
    pieces: ['Dr. Smith went home. Ok'],
    emitted: ['Dr.', 'Smith went home.'],
    held: 'Ok',
  },
  {
    name: 'a decimal point is not followed by whitespace',
    pieces: ['It costs 3.14 dollars. Next'],
    emitted: ['It costs 3.14 dollars.'],
    held: 'Next',
  },
  {
    name: 'a quote hides the full stop before it',
    pieces: ['He said "Hello." Bye. '],
    emitted: ['He said "Hello." Bye.'],
    held: '',
  },
  {
    name: 'single letters are sentences of two characters',
    pieces: ['A. B. C'],
    emitted: ['A.', 'B.'],
    held: 'C',
  },
  {
    name: 'a danda is no terminator',
    pieces: ['नमस्ते। कैसे'],
    emitted: [],
    held: 'नमस्ते। कैसे',
  },
  {
    name: 'ASCII commas and semicolons end no clause',
    splitter: clauseSplitter,
    pieces: ['One, two; three. Four'],
    emitted: ['One, two; three.'],
    held: 'Four',
  },
  {
    name: 'porting trap: the information separators and NEL are whitespace',
    pieces: ['One.\u001cTwo!\u001fThree?\u0085Four'],
    emitted: ['One.', 'Two!', 'Three?'],
    held: 'Four',
  },
  {
    name: 'porting trap: the byte order mark is not whitespace',
    pieces: ['One.\ufeffTwo. \ufeff'],
    emitted: ['One.\ufeffTwo.'],
    held: '\ufeff',
  },
  {
    name: 'porting trap: the minimum counts code points, not UTF-16 units',
    splitter: () => withMinimum(3),
    pieces: ['\u{1F600}. \u{1F600}\u{1F600}. '],
    emitted: ['\u{1F600}.\u{1F600}\u{1F600}.'],
    held: '',
  },
  {
    name: 'leading whitespace does not count towards the minimum',
    splitter: () => withMinimum(4),
    pieces: ['   Hi. Ok. '],
    emitted: ['Hi.Ok.'],
    held: '',
  },
];

describe(createSeedSplitter.name, () => {
  describe.each(VECTORS)('$name', ({ splitter: create = sentenceSplitter, ...vector }) => {
    it('in the pieces given', () => {
      const splitter = create();
      expect(pushAll(splitter, vector.pieces)).toEqual(vector.emitted);
      expect(splitter.flush()).toEqual(vector.held === '' ? [] : [vector.held]);
    });

    it('one code point at a time', () => {
      const splitter = create();
      expect(pushAll(splitter, vector.pieces.join(''))).toEqual(vector.emitted);
      expect(splitter.flush()).toEqual(vector.held === '' ? [] : [vector.held]);
    });
  });

  it('row 42: emits on the piece that brings the whitespace', () => {
    const splitter = sentenceSplitter();
    expect(pushAll(splitter, ['Hello', ' world', '.'])).toEqual([]);
    expect(splitter.push(' ')).toEqual(['Hello world.']);
  });

  it('row 42: takes a sentence word by word', () => {
    const splitter = sentenceSplitter();
    const pieces = ['The ', 'quick ', 'fox. ', 'It ', 'ran'];
    expect(pieces.map((piece) => splitter.push(piece))).toEqual([
      [],
      [],
      ['The quick fox.'],
      [],
      [],
    ]);
  });

  it('row 43: a flush gives the stripped rest and never splits it', () => {
    const splitter = sentenceSplitter();
    expect(splitter.push(' A b. C d.')).toEqual(['A b.']);
    expect(splitter.flush()).toEqual(['C d.']);
  });

  it('row 43: a flush of nothing gives nothing', () => {
    expect(sentenceSplitter().flush()).toEqual([]);
  });

  it('row 43: a flush after a complete sentence gives nothing', () => {
    const splitter = sentenceSplitter();
    splitter.push('Hello. ');
    expect(splitter.flush()).toEqual([]);
  });

  it('row 43: a flush of whitespace gives nothing', () => {
    const splitter = sentenceSplitter();
    splitter.push(' \n\u0085\u001e');
    expect(splitter.flush()).toEqual([]);
  });

  it('row 43: a flush clears the buffer', () => {
    const splitter = sentenceSplitter();
    splitter.push('Hello');
    splitter.flush();
    expect(splitter.pendingLength).toBe(0);
    expect(splitter.flush()).toEqual([]);
  });

  it('row 44: an empty text changes nothing', () => {
    const splitter = sentenceSplitter();
    splitter.push('Hello');
    expect(splitter.push('')).toEqual([]);
    expect(splitter.flush()).toEqual(['Hello']);
  });

  it('row 46: a carried sentence goes out with the flush', () => {
    const splitter = withMinimum(10);
    expect(splitter.push('Hi. Ok. ')).toEqual([]);
    expect(splitter.flush()).toEqual(['Hi.Ok.']);
  });

  it('row 47: text without a boundary goes out with the flush', () => {
    const splitter = sentenceSplitter();
    splitter.push('no boundary here');
    expect(splitter.flush()).toEqual(['no boundary here']);
  });

  it('row 47: is as new after a flush', () => {
    const splitter = sentenceSplitter();
    splitter.push('First');
    splitter.flush();
    expect(splitter.push('Second. Third')).toEqual(['Second.']);
  });

  it('row 47: forgets a carried terminator with the flush', () => {
    const splitter = withMinimum(10);
    splitter.push('Hi.');
    splitter.flush();
    splitter.push(' Ok');
    expect(splitter.pendingLength).toBe(3);
  });

  describe('row 48: the buffer', () => {
    const message =
      'Text buffer exceeded maximum size (100000 chars). Consider adding sentence-ending punctuation to your input.';

    it('takes 100 000 code points, whatever their UTF-16 length', () => {
      const splitter = sentenceSplitter();
      splitter.push('\u{1F600}'.repeat(100_000));
      expect(splitter.pendingLength).toBe(100_000);
    });

    it('refuses one more with the message of the first generation', () => {
      const splitter = sentenceSplitter();
      splitter.push('a'.repeat(100_000));
      expect(() => splitter.push('b')).toThrow(new TextBufferOverflow(100_000));
      expect(() => splitter.push('b')).toThrow(message);
    });

    it('is measured before the new text is cut', () => {
      expect(() => sentenceSplitter().push('Hello. '.repeat(20_000))).toThrow(TextBufferOverflow);
    });

    it('counts the whitespace that came after a boundary in a later piece', () => {
      const splitter = createSeedSplitter({ granularity: 'sentence', maxBufferLength: 10 });
      splitter.push('Hello.    ');
      expect(splitter.pendingLength).toBe(0);
      splitter.push('    ');
      expect(splitter.pendingLength).toBe(4);
      expect(() => splitter.push('1234567')).toThrow('exceeded maximum size (10 chars)');
    });

    it('keeps what it held when it refuses', () => {
      const splitter = createSeedSplitter({ granularity: 'sentence', maxBufferLength: 5 });
      splitter.push('Hello');
      expect(() => splitter.push('!')).toThrow(TextBufferOverflow);
      expect(splitter.flush()).toEqual(['Hello']);
    });
  });
});
