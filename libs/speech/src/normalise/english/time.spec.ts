import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['10:30', 'ten thirty'],
  ['10:05', 'ten oh five'],
  ['10:00', "ten o'clock"],
  ['14:05', 'fourteen oh five'],
  ['14:00', 'fourteen hundred hours'],
  ['0:30', 'zero thirty'],
  ['10:30 am', 'ten thirty A-M'],
  ['10:30AM', 'ten thirty A-M'],
  ['10:00 a.m.', 'ten A-M.'],
  ['5 p.m.', 'five P-M.'],
  ['5pm', 'five P-M'],
  ['at 5 p.m. The end', 'at five P-M. The end'],
  ['at 5 p.m. sharp', 'at five P-M sharp'],
  ['10:30:15', 'ten thirty and fifteen seconds'],
  ['9am-5pm', 'nine A-M to five P-M'],
  ['5-6pm', 'five to six P-M'],
  ['9:00–10:30 AM', 'nine to ten thirty A-M'],
  ['10:30-11:00', "ten thirty to eleven o'clock"],
  ['noon', 'noon'],
  ["5 o'clock", "five o'clock"],
  ['a ratio of 3:1', 'a ratio of three to one'],
  ['16:9', 'sixteen to nine'],
  ['5:30ish', 'five thirty ish'],
  ['1:23.45', 'one twenty-three point four five'],
  ['7 PM ET', 'seven P-M E-T'],
] as const;

describe('Times of day in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
