import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['Dr. Smith', 'Doctor Smith'],
  ['Dr Smith', 'Doctor Smith'],
  ['12 Elm Dr.', 'twelve Elm Drive.'],
  ['Mr. and Mrs. Lee', 'Mister and Missus Lee'],
  ['Ms. Lee', 'Miz Lee'],
  ['Prof. Kim', 'Professor Kim'],
  ['St. John', 'Saint John'],
  ['12 Main St.', 'twelve Main Street.'],
  ['Main St. is closed', 'Main Street is closed'],
  ['Visit St. Louis', 'Visit Saint Louis'],
  ['5th St. and Main', 'fifth Street and Main'],
  ['e.g. apples', 'for example apples'],
  ['E.g., pears', 'for example, pears'],
  ['i.e. this', 'that is this'],
  ['cats, dogs, etc.', 'cats, dogs, et cetera.'],
  ['cats etc. are nice', 'cats et cetera are nice'],
  ['good vs. bad', 'good versus bad'],
  ['good vs bad', 'good versus bad'],
  ['approx. 10', 'approximately ten'],
  ['No. 5', 'number five'],
  ["No. I won't.", "No. I won't."],
  ['Acme Inc.', 'Acme Incorporated.'],
  ['Acme Inc. The end', 'Acme Incorporated. The end'],
  ['Acme Ltd. sells', 'Acme Limited sells'],
  ['King Jr.', 'King Junior.'],
  ['Sen. Warren', 'Senator Warren'],
  ['Fig. 3', 'figure three'],
  ['pp. 10–15', 'pages ten to fifteen'],
  ['Vol. IV', 'volume four'],
  ['dept. of health', 'department of health'],
  ['the U.S. economy', 'the US economy'],
  ['in the U.S.', 'in the US.'],
  ['in the U.S. They left', 'in the US. They left'],
  ['N.A.S.A. and F.B.I.', 'NASA and FBI.'],
  ['J. K. Rowling', 'J K Rowling'],
  ['J.R.R. Tolkien', 'JRR Tolkien'],
  ['John F. Kennedy', 'John F Kennedy'],
  ['Plan B. Then go', 'Plan B. Then go'],
  ['Ph.D.', 'PhD.'],
  ['w/o sugar', 'without sugar'],
  ['w/ milk', 'with milk'],
  ['and/or', 'and or'],
  ['a.k.a. Bob', 'also known as Bob'],
  ['5th Ave. store', 'fifth Avenue store'],
  ['10 Downing St.', 'ten Downing Street.'],
  ['NASA, TTS, URL, API, GPU', 'NASA, TTS, URL, API, GPU'],
  ["it's, don't, o'clock", "it's, don't, o'clock"],
  ['E. coli', 'E coli'],
  ['Mr. & Mrs. Lee', 'Mister and Missus Lee'],
  ['the 5th ed., and', 'the fifth ed, and'],
] as const;

describe('Abbreviations in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
