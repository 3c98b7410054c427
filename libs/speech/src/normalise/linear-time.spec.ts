import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from './normalise-for-speech.js';

const LENGTH = 30_000;

// Quadratic work on these takes many seconds; the deadline only has to tell that from a tenth of one.
const DEADLINE_MS = 3_000;

describe('Hostile text of 30 kB', () => {
  it.each([
    '1',
    '1,',
    'a@',
    '$',
    '((((',
    '[a](',
    '<a ',
    'https://',
    '10:30-',
    'Henry II ',
    '\ud83d',
  ])(
    'of %j is read in linear time',
    (unit) => {
      const text = unit.repeat(LENGTH / unit.length);
      expect(normaliseForSpeech(text, 'en').text.length).toBeLessThan(32 * text.length);
    },
    DEADLINE_MS,
  );
});
