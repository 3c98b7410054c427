import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['50%', 'fifty percent'],
  ['50 %', 'fifty percent'],
  ['0.5%', 'zero point five percent'],
  ['5‰', 'five per mille'],
  ['5-10%', 'five to ten percent'],
  ['5%-10%', 'five to ten percent'],
  ['-3%', 'minus three percent'],
  ['+3%', 'plus three percent'],
  ['½%', 'one half percent'],
  ['100% sure', 'one hundred percent sure'],
] as const;

describe('Percentages in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
