import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['2024-03-15', 'March fifteenth, twenty twenty-four'],
  ['2024/3/15', 'March fifteenth, twenty twenty-four'],
  ['2024-03-15T10:30:00Z', 'March fifteenth, twenty twenty-four, at ten thirty UTC'],
  ['3/15/2024', 'March fifteenth, twenty twenty-four'],
  ['15/3/2024', 'March fifteenth, twenty twenty-four'],
  ['15.03.2024', 'March fifteenth, twenty twenty-four'],
  ['03-15-2024', 'March fifteenth, twenty twenty-four'],
  ['3/15/24', 'March fifteenth, twenty twenty-four'],
  ['March 15, 2024', 'March fifteenth, twenty twenty-four'],
  ['March 15', 'March fifteenth'],
  ['Mar 3rd', 'March third'],
  ['Mar. 3', 'March third'],
  ['15 March', 'the fifteenth of March'],
  ['15 March 2024', 'the fifteenth of March twenty twenty-four'],
  ['the 15th of March', 'the fifteenth of March'],
  ['Sept. 5, 1999', 'September fifth, nineteen ninety-nine'],
  ['March 2024', 'March twenty twenty-four'],
  ['Jan 2025', 'January twenty twenty-five'],
  ['March 3-5', 'March third to fifth'],
  ['March 3–5, 2024', 'March third to fifth, twenty twenty-four'],
  ['by 3/15', 'by March fifteenth'],
  ['9/11', 'nine eleven'],
  ['Fri, Mar 15', 'Friday, March fifteenth'],
  ['Mon-Fri', 'Monday to Friday'],
  ['Mon.–Fri.', 'Monday to Friday.'],
  ['Jan–Mar', 'January to March'],
  ['on Tue. and Wed.', 'on Tuesday and Wednesday.'],
  ['in Jan.', 'in January.'],
  ['Ask Jan.', 'Ask Jan.'],
  ['May 5', 'May fifth'],
  ['Marching on', 'Marching on'],
  ['Tue 3/12', 'Tuesday March twelfth'],
  ['12/25 is near', 'December twenty-fifth is near'],
  ['Mon, Wed & Fri', 'Monday, Wednesday and Friday'],
  ['closed Sun.', 'closed Sunday.'],
  ["Let's meet 5/6", "Let's meet May sixth"],
] as const;

describe('Dates in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
