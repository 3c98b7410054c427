import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  ['**bold** and *italic*', 'bold and italic'],
  ['***both***', 'both'],
  ['__bold__ and _italic_', 'bold and italic'],
  ['`code`', 'code'],
  ['~~gone~~', 'gone'],
  ['# Heading', 'Heading'],
  ['# Heading\nText', 'Heading. Text'],
  ['- one\n- two', 'one. two'],
  ['* one\n* two.', 'one. two.'],
  ['1. First\n2. Second', 'one. First. two. Second'],
  ['> quoted', 'quoted'],
  ['[text](https://example.com)', 'text'],
  ['![alt](a.png)', 'alt'],
  ['<https://example.com>', 'example dot com'],
  ['<b>bold</b><br/>', 'bold'],
  ['Fact.[1] More [2].', 'Fact. More.'],
  ['```js\ncode\n```', 'code.'],
  ['| a | b |\n|---|---|\n| 1 | 2 |', 'a, b. one, two'],
  ['one\n\ntwo', 'one. two'],
  ['one\ntwo', 'one two'],
  ['One\nTwo', 'One, Two'],
  ['- [x] done', 'done'],
  ['---', ''],
  ['5 * 3', 'five times three'],
  ['\\*not bold\\*', 'not bold'],
] as const;

describe('Markdown and HTML in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
