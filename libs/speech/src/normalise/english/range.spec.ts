import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['3–5', 'three to five'],
  ['10-15', 'ten to fifteen'],
  ['10 - 15', 'ten to fifteen'],
  ['1.5-2.5', 'one point five to two point five'],
  ['pages 10–15', 'pages ten to fifteen'],
  ['10-5=5', 'ten minus five equals five'],
  ['10 - 5 = 5', 'ten minus five equals five'],
  ['a score of 3-1', 'a score of three to one'],
  ['100—200', 'one hundred to two hundred'],
] as const;

describe('Ranges in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
