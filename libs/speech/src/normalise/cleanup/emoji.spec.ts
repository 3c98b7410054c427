import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['Great 👍', 'Great'],
  ['Great👍job', 'Great job'],
  ['👍🏽 ok', 'ok'],
  ['👨‍👩‍👧‍👦 family', 'family'],
  ['🇩🇪 flag', 'flag'],
  ['🏴󠁧󠁢󠁥󠁮󠁧󠁿 England', 'England'],
  ['1️⃣ first', 'first'],
  ['❤️ love', 'love'],
  ['☺️', ''],
  ['✅ Done', 'Done'],
  ['😀😀😀', ''],
] as const;

describe('Emoji in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
