import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['5 km', 'five kilometers'],
  ['1 km', 'one kilometer'],
  ['10kg', 'ten kilograms'],
  ['3.5GHz', 'three point five gigahertz'],
  ['20°C', 'twenty degrees Celsius'],
  ['-5 °F', 'minus five degrees Fahrenheit'],
  ['1°', 'one degree'],
  ['45° N', 'forty-five degrees north'],
  ['70 mph', 'seventy miles per hour'],
  ['100 MB', 'one hundred megabytes'],
  ['100 MB/s', 'one hundred megabytes per second'],
  ['50 Mbps', 'fifty megabits per second'],
  ['5\'10"', 'five foot ten'],
  ["6' tall", 'six feet tall'],
  ['a 27" monitor', 'a twenty-seven inch monitor'],
  ['12 m²', 'twelve square meters'],
  ['1 m2', 'one square meter'],
  ['3 km^2', 'three square kilometers'],
  ['500 sq ft', 'five hundred square feet'],
  ['10 cu ft', 'ten cubic feet'],
  ['9.8 m/s²', 'nine point eight meters per second squared'],
  ['120 km/h', 'one hundred twenty kilometers per hour'],
  ['90 mg/dL', 'ninety milligrams per deciliter'],
  ['5-10 km', 'five to ten kilometers'],
  ['a 5 km run', 'a five kilometer run'],
  ['a 10-km run', 'a ten kilometer run'],
  ['½ tsp', 'one half teaspoon'],
  ['3/4 in.', 'three quarters inch.'],
  ['5 min. walk', 'five minutes walk'],
  ['10 lbs', 'ten pounds'],
  ['2 hrs', 'two hours'],
  ['30 fps', 'thirty frames per second'],
  ['230 V', 'two hundred thirty volts'],
  ['60W bulb', 'sixty watts bulb'],
  ['5 in total', 'five in total'],
  ['5 A grades', 'five A grades'],
  ['wait 30s', 'wait thirty seconds'],
  ['1920x1080', 'nineteen twenty by ten eighty'],
  ['3 x 4 m', 'three by four meters'],
  ['2x4', 'two by four'],
  ['16 oz', 'sixteen ounces'],
  ['50 kWh', 'fifty kilowatt hours'],
  ['7h 25m', 'seven hours twenty-five minutes'],
  ['3×10⁸ m/s', 'three times ten to the power of eight meters per second'],
  ['a 1-in-3 chance', 'a one in three chance'],
  ['the 5 km route', 'the five kilometer route'],
  ['1,200 sq. ft. and more', 'one thousand two hundred square feet and more'],
] as const;

describe('Measures in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
