import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['In 1984', 'In nineteen eighty-four'],
  ['since 2005', 'since two thousand five'],
  ['1900', 'nineteen hundred'],
  ['2000', 'two thousand'],
  ['1905', 'nineteen oh five'],
  ['2010', 'twenty ten'],
  ['1066', 'one thousand sixty-six'],
  ['1990–1995', 'nineteen ninety to nineteen ninety-five'],
  ['1990-95', 'nineteen ninety to ninety-five'],
  ['2024/25', 'twenty twenty-four to twenty-five'],
  ['the 1990s', 'the nineteen nineties'],
  ['the 1900s', 'the nineteen hundreds'],
  ['the 2000s', 'the two thousands'],
  ["the '90s", 'the nineties'],
  ['in her 30s', 'in her thirties'],
  ['mid-1990s', 'mid nineteen nineties'],
  ["summer of '69", 'summer of sixty-nine'],
  ["class of '05", 'class of oh five'],
  ['1500 users', 'one thousand five hundred users'],
  ['the 2020 elections', 'the twenty twenty elections'],
  ['In 2024 sales grew', 'In twenty twenty-four sales grew'],
  ['3000', 'three thousand'],
] as const;

describe('Years and decades in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
