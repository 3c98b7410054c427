import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { WordTime } from './server-message.js';
import type { Transcript } from './transcript.js';
import {
  cutAt,
  EMPTY_TRANSCRIPT,
  placeAt,
  withFailure,
  withSentence,
  withText,
  withWords,
} from './transcript.js';

const RATE = 1000; // a sample is a millisecond

const word = (charStart: number, charEnd: number, startMs: number, endMs: number): WordTime => ({
  charStart,
  charEnd,
  startMs,
  endMs,
});

/** “Hello there.” from 0 to 900 ms, “How are you?” from 1000 ms on. */
const conversation = (): Transcript => {
  const asked = withText(EMPTY_TRANSCRIPT, 'Hello  there.\nHow are you? Well.');
  const first = withSentence(asked, { number: 0, text: 'Hello there.', fromSample: 0 });
  const words = [word(0, 5, 40, 400), word(6, 12, 400, 900)];
  const timed = withWords(first, { number: 0, words, rate: RATE });
  const second = withSentence(timed, { number: 1, text: 'How are you?', fromSample: 1000 });
  return withWords(second, { number: 1, words: [word(0, 3, 20, 200)], rate: RATE });
};

describe('a transcript', () => {
  it('moves text from what is to come into sentences, as it was laid out', () => {
    const { sentences, rest } = conversation();
    expect(sentences.map(({ gap, text }) => [gap, text])).toEqual([
      ['', 'Hello there.'],
      ['\n', 'How are you?'],
    ]);
    expect(rest).toBe(' Well.');
  });

  it('keeps what is to come when a sentence does not stand there', () => {
    const asked = withText(EMPTY_TRANSCRIPT, 'Hello.');
    expect(withSentence(asked, { number: 0, text: 'Bye.', fromSample: 0 }).rest).toBe('Hello.');
  });

  it.each([
    ['before the first word', 10, { sentence: 0, word: -1 }],
    ['in the first word', 40, { sentence: 0, word: 0 }],
    ['between two words', 400, { sentence: 0, word: 1 }],
    ['in the pause behind a sentence', 950, { sentence: 0, word: 1 }],
    ['in a sentence whose word comes soon', 1010, { sentence: 1, word: -1 }],
    ['in the word of a later sentence', 1020, { sentence: 1, word: 0 }],
  ])('finds the place %s', (_where, sample, place) => {
    expect(placeAt(conversation(), sample)).toEqual(place);
  });

  it('has no place before the first sentence', () => {
    expect(placeAt(EMPTY_TRANSCRIPT, 0)).toBeNull();
  });

  it('lights words up in order, whatever the times', () => {
    const instants = fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(instants, (samples) => {
        const places = samples
          .toSorted((a, b) => a - b)
          .map((sample) => placeAt(conversation(), sample))
          .map((place) => (place === null ? -1 : place.sentence * 100 + place.word));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  });

  it('cuts the text behind the word that is heard', () => {
    expect(cutAt(conversation(), { sentence: 1, word: 0 })).toEqual({
      spoken: 'Hello there.\nHow',
      remaining: 'are you? Well.',
    });
    expect(cutAt(conversation(), { sentence: 1, word: -1 }).spoken).toBe('Hello there.');
    expect(cutAt(conversation(), null)).toMatchObject({ spoken: '' });
  });

  it('remembers which sentence failed', () => {
    const failed = withFailure(conversation(), 1).sentences.map((sentence) => sentence.failed);
    expect(failed).toEqual([false, true]);
  });
});
