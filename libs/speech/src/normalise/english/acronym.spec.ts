import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['AT&T', 'A-T and T'],
  ['our AWS bill', 'our A-W-S bill'],
  ['the ETA is 5 min.', 'the E-T-A is five minutes.'],
  ['a VIP lounge', 'a V-I-P lounge'],
  ['at 10 AM ET', 'at ten A-M E-T'],
  ['NASA, TTS, URL, API, GPU, AI', 'NASA, TTS, URL, API, GPU, AI'],
] as const;

describe('Acronyms in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
