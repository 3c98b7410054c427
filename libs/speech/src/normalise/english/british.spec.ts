import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['101', 'one hundred and one', 'one hundred one'],
  ['105th', 'one hundred and fifth', 'one hundred fifth'],
  ['03/04/2024', 'the third of April, twenty twenty-four', 'March fourth, twenty twenty-four'],
  [
    '2024-03-15',
    'the fifteenth of March, twenty twenty-four',
    'March fifteenth, twenty twenty-four',
  ],
  [
    '3/15/2024',
    'the fifteenth of March, twenty twenty-four',
    'March fifteenth, twenty twenty-four',
  ],
  ['press #', 'press hash', 'press pound'],
] as const;

describe('English by region', () => {
  it.each(ROWS)('reads %j as %j in Britain and as %j in America', (written, british, american) => {
    expect(normaliseForSpeech(written, 'en-GB').text).toBe(british);
    expect(normaliseForSpeech(written, 'en_us').text).toBe(american);
    expect(normaliseForSpeech(written, 'EN').text).toBe(american);
  });
});
