import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['1st', 'first'],
  ['22nd', 'twenty-second'],
  ['3rd place', 'third place'],
  ['101st', 'one hundred first'],
  ['1,000th', 'one thousandth'],
  ['the 21st century', 'the twenty-first century'],
  ['4th and 5th', 'fourth and fifth'],
  ['the 1sts', 'the firsts'],
] as const;

describe('Ordinals in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
