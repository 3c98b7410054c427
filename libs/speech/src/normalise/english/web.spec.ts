import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['https://example.com', 'example dot com'],
  ['https://example.com/path?x=1', 'example dot com slash path'],
  ['http://www.foo.co.uk/a-b_c/', 'foo dot co dot UK slash a dash b underscore c'],
  ['www.example.org', 'example dot org'],
  ['example.io', 'example dot io'],
  ['See example.com.', 'See example dot com.'],
  ['http://localhost:3000/api', 'localhost port three zero zero zero slash api'],
  ['https://a.dev/1/two/three/four/five', 'a dot dev slash one slash two slash three'],
  ['https://example.com/a%20b#top', 'example dot com slash a b'],
  ['(https://example.com/docs)', 'example dot com slash docs'],
  ['jane.doe@example.com', 'jane dot doe at example dot com'],
  ['j_doe99@mail.example.org', 'j underscore doe ninety-nine at mail dot example dot org'],
  ['mailto:info@example.com', 'info at example dot com'],
  ['@user_name', 'at user underscore name'],
  ['#HelloWorld2024', 'hashtag Hello World twenty twenty-four'],
  ['/usr/local/bin', 'slash usr slash local slash bin'],
  ['~/.config/app.yaml', 'tilde slash dot config slash app dot yaml'],
  ['node.js', 'node dot js'],
  ['README.md', 'README dot md'],
  ['ends here.Next one', 'ends here. Next one'],
  ['.NET', 'dot NET'],
] as const;

describe('Web addresses and file names in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
