import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['$3.50', 'three dollars and fifty cents'],
  ['£5', 'five pounds'],
  ['€1,200.50', 'one thousand two hundred euros and fifty cents'],
  ['¥500', 'five hundred yen'],
  ['$1M', 'one million dollars'],
  ['$2.5 billion', 'two point five billion dollars'],
  ['USD 20', 'twenty US dollars'],
  ['20 USD', 'twenty US dollars'],
  ['50¢', 'fifty cents'],
  ['1¢', 'one cent'],
  ['-$5', 'minus five dollars'],
  ['$-5.25', 'minus five dollars and twenty-five cents'],
  ['−€3', 'minus three euros'],
  ['$0.50', 'fifty cents'],
  ['$1', 'one dollar'],
  ['$1.00', 'one dollar'],
  ['£1.01', 'one pound and one penny'],
  ['$3.505', 'three point five zero five dollars'],
  ['5 €', 'five euros'],
  ['a $5 bill', 'a five dollar bill'],
  ['a $2.5 million deal', 'a two point five million dollar deal'],
  ['$5-10', 'five to ten dollars'],
  ['$20–$30k', 'twenty to thirty thousand dollars'],
  ['$100k', 'one hundred thousand dollars'],
  ['US$5', 'five US dollars'],
  ['€1.200,50', 'one thousand two hundred euros and fifty cents'],
  ['€3,50', 'three euros and fifty cents'],
  ['£2.75bn', 'two point seven five billion pounds'],
  ['₹1,00,000', 'one hundred thousand rupees'],
  ['CHF 30', 'thirty Swiss francs'],
  ['0.5 BTC', 'zero point five bitcoins'],
  ['It costs $3.50.', 'It costs three dollars and fifty cents.'],
  ['$20/month', 'twenty dollars per month'],
  ['$9.99/mo', 'nine dollars and ninety-nine cents per month'],
  ['pay in $', 'pay in dollars'],
  ['1 USD = 0.92 EUR', 'one US dollar equals zero point nine two euros'],
  ['a $100-million contract', 'a one hundred million dollar contract'],
  ['$0.99/GB', 'ninety-nine cents per gigabyte'],
  ['the $1.5 trillion deal', 'the one point five trillion dollar deal'],
] as const;

describe('Money in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
