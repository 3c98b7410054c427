import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['Wait... what?', 'Wait, what?'],
  ['Wait… what?', 'Wait, what?'],
  ['No... Yes', 'No. Yes'],
  ['Well…', 'Well.'],
  ['Yes!!!', 'Yes!'],
  ['Really?!', 'Really?'],
  ['“Smart” ‘quotes’', '"Smart" \'quotes\''],
  ['it’s', "it's"],
  ['a — b', 'a, b'],
  ['a – b', 'a, b'],
  ['a -- b', 'a, b'],
  ['a - b', 'a, b'],
  ['pre- and post-war', 'pre and post-war'],
  ['one,two', 'one, two'],
  ['so ,what', 'so, what'],
  ['(Note) this', 'Note, this'],
  ['""', ''],
  ['!?', ''],
  ['…', ''],
  [' ', ''],
  ['- - -', ''],
  ['Hello。World、ok！', 'Hello. World, ok!'],
  ['「Hi」', '"Hi"'],
  ['٣ items', 'three items'],
  ['ﬁne', 'fine'],
  ['𝐁𝐨𝐥𝐝', 'Bold'],
  ['Ⅷ', 'VIII'],
  ['①', 'one'],
  ['&amp; co &#39;', '&amp; co &#39;'],
] as const;

describe('Punctuation and odd characters in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
