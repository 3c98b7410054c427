import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['3/4', 'three quarters'],
  ['½', 'one half'],
  ['1½', 'one and a half'],
  ['1 1/2', 'one and a half'],
  ['2/3 of them', 'two thirds of them'],
  ['1/10', 'one tenth'],
  ['7/10', 'seven out of ten'],
  ['5/5', 'five out of five'],
  ['120/80', 'one hundred twenty over eighty'],
  ['24/7', 'twenty-four seven'],
  ['1/2 cup', 'one half cup'],
  ['2 ¾ inches', 'two and three quarters inches'],
  ['3/16', 'three sixteenths'],
  ['1⅛', 'one and an eighth'],
  ['50/50', 'fifty-fifty'],
  ['4.5/5', 'four point five out of five'],
] as const;

describe('Fractions in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
