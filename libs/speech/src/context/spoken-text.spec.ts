import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { SentSentence } from './spoken-text.js';
import { interruptionAt, NOTHING_SAID } from './spoken-text.js';

const sentence = (at: number, overrides: Partial<SentSentence> = {}): SentSentence => ({
  ...{ sentenceIndex: at, text: `Sentence ${at}.`, samples: 100, complete: true, words: [] },
  ...overrides,
});

const WORDS = [
  { word: 'Sentence', startSample: 0, endSample: 60, charStart: 0, charEnd: 8 },
  { word: '0.', startSample: 60, endSample: 100, charStart: 9, charEnd: 11 },
];

describe(interruptionAt.name, () => {
  it('has nothing to say of nothing', () => {
    expect(interruptionAt([], 0, [])).toEqual(NOTHING_SAID);
  });

  it.each([
    [
      0,
      {
        sentenceIndex: 0,
        sampleOffset: 0,
        textSpoken: '',
        textRemaining: 'Sentence 0. Sentence 1. x',
      },
    ],
    [
      99,
      {
        sentenceIndex: 0,
        sampleOffset: 99,
        textSpoken: '',
        textRemaining: 'Sentence 0. Sentence 1. x',
      },
    ],
    [
      100,
      {
        sentenceIndex: 1,
        sampleOffset: 0,
        textSpoken: 'Sentence 0.',
        textRemaining: 'Sentence 1. x',
      },
    ],
    [
      199,
      {
        sentenceIndex: 1,
        sampleOffset: 99,
        textSpoken: 'Sentence 0.',
        textRemaining: 'Sentence 1. x',
      },
    ],
    [
      200,
      {
        sentenceIndex: 1,
        sampleOffset: 100,
        textSpoken: 'Sentence 0. Sentence 1.',
        textRemaining: 'x',
      },
    ],
  ])('cuts at a sentence where no word times are known: %d samples', (heard, interruption) => {
    expect(interruptionAt([sentence(0), sentence(1)], heard, ['x'])).toEqual(interruption);
  });

  it.each([
    [59, '', 'Sentence 0. x'],
    [60, 'Sentence', '0. x'],
    [99, 'Sentence', '0. x'],
  ])('cuts behind the last word heard to its end: %d samples', (heard, spoken, remaining) => {
    const sent = [sentence(0, { words: WORDS })];
    expect(interruptionAt(sent, heard, ['x'])).toMatchObject({
      ...{ textSpoken: spoken, textRemaining: remaining, sampleOffset: heard },
    });
  });

  it('stays in a sentence of which more is to come', () => {
    const sent = [sentence(0, { complete: false, samples: 40 })];
    expect(interruptionAt(sent, 40, [])).toMatchObject({
      ...{ sentenceIndex: 0, sampleOffset: 40, textSpoken: '', textRemaining: 'Sentence 0.' },
    });
  });

  it('loses and repeats no word of the text', () => {
    const sentences = fc.array(fc.record({ samples: fc.nat(100), timed: fc.boolean() }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(sentences, fc.nat(700), fc.array(fc.constant('rest')), (list, heard, unsent) => {
        const sent = list.map(({ samples, timed }, at) =>
          sentence(at, { samples, words: timed ? WORDS : [] }),
        );
        const { textSpoken, textRemaining } = interruptionAt(sent, heard, unsent);
        const all = [...sent.map(({ text }) => text), ...unsent].join(' ');
        expect(`${textSpoken} ${textRemaining}`.trim()).toBe(all);
      }),
    );
  });
});
