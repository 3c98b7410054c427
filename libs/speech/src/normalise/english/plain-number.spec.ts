import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['42', 'forty-two'],
  ['0', 'zero'],
  ['1,234,567', 'one million two hundred thirty-four thousand five hundred sixty-seven'],
  ['1000000', 'one million'],
  ['3.14', 'three point one four'],
  ['.5', 'point five'],
  ['0.05', 'zero point zero five'],
  [
    '12345678901234567890',
    'one two three four five six seven eight nine zero one two three four five six seven eight nine zero',
  ],
  ['1234567890', 'one two three four five six seven eight nine zero'],
  ['007', 'zero zero seven'],
  ['1,000,000,000,000', 'one trillion'],
  ['10k users', 'ten thousand users'],
  ['5M downloads', 'five million downloads'],
  ['a 70B model', 'a seventy billion model'],
  ['4K video', 'four K video'],
  ['2x faster', 'two times faster'],
  ['10x', 'ten times'],
  ['We have 5, maybe 6.', 'We have five, maybe six.'],
  ['1,00,000', 'one hundred thousand'],
  ['99.9', 'ninety-nine point nine'],
] as const;

describe('Plain numbers in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
