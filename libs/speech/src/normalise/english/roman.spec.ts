import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['Henry VIII', 'Henry the eighth'],
  ['Louis XIV', 'Louis the fourteenth'],
  ['Queen Elizabeth II', 'Queen Elizabeth the second'],
  ['Pope John Paul II', 'Pope John Paul the second'],
  ['Chapter IV', 'Chapter four'],
  ['Part V', 'Part five'],
  ['World War II', 'World War two'],
  ['Act III, Scene II', 'Act three, Scene two'],
  ['Super Bowl LVIII', 'Super Bowl fifty-eight'],
  ['Rocky II', 'Rocky two'],
  ['John Smith III', 'John Smith the third'],
  ['Final Fantasy VII', 'Final Fantasy seven'],
  ['I am', 'I am'],
  ['Henry I', 'Henry I'],
  ['Vitamin C', 'Vitamin C'],
  ['MIX it', 'MIX it'],
  ['an IV drip', 'an IV drip'],
  ['WWII', 'World War two'],
] as const;

describe('Roman numerals in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
