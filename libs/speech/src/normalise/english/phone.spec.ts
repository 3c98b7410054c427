import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['+1 (555) 123-4567', 'plus one, five five five, one two three, four five six seven'],
  ['(555) 123-4567', 'five five five, one two three, four five six seven'],
  ['555-123-4567', 'five five five, one two three, four five six seven'],
  ['555.123.4567', 'five five five, one two three, four five six seven'],
  ['1-800-555-0199', 'one, eight hundred, five five five, zero one nine nine'],
  ['555-1234', 'five five five, one two three four'],
  ['+44 20 7946 0958', 'plus four four, two zero, seven nine four six, zero nine five eight'],
  ['+15551234567', 'plus one, five five five, one two three, four five six seven'],
  ['+4930123456', 'plus four nine, three zero one, two three four, five six'],
  ['020 7946 0958', 'zero two zero, seven nine four six, zero nine five eight'],
  ['555-1234 ext. 12', 'five five five, one two three four, extension one two'],
  ['call 911', 'call nine one one'],
  ['Your code is 482913', 'Your code is four eight two nine one three'],
  ['PIN 0042', 'PIN zero zero four two'],
  ['card ending in 4242', 'card ending in four two four two'],
  ['order #12345', 'order number one two three four five'],
  ['account number 7781234', 'account number seven seven eight one two three four'],
  ['4111 1111 1111 1111', 'four one one one, one one one one, one one one one, one one one one'],
  ['123-45-6789', 'one two three, four five, six seven eight nine'],
  ['Springfield, IL 62704', 'Springfield, IL six two seven zero four'],
  ['My zip is 94107-1234', 'My zip is nine four one zero seven, one two three four'],
  ['Your code is: 839-201', 'Your code is: eight three nine, two zero one'],
  ['G-482913', 'G, four eight two nine one three'],
  ['INV-2024-0042', 'INV, two zero two four, zero zero four two'],
  ['order #A-10293', 'order number A, one zero two nine three'],
  ['0x80070057', 'zero x eight zero zero seven zero zero five seven'],
  ['Text STOP to 12345', 'Text STOP to one two three four five'],
] as const;

describe('Phone numbers and codes in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
