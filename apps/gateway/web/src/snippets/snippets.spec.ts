import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { curlSnippet } from './curl.js';
import { javascriptSnippet } from './javascript.js';
import { pythonSnippet } from './python.js';
import type { SnippetRequest } from './snippet-request.js';

const REQUEST: SnippetRequest = {
  url: 'http://127.0.0.1:8000',
  text: `It's "fine".\nYes.`,
  voice: 'vivian',
  speed: 1.25,
  format: 'mp3',
  needsKey: false,
};

const FIELDS = { input: REQUEST.text, voice: 'vivian', response_format: 'mp3', speed: 1.25 };

/** What a POSIX shell makes of a word in single quotes. */
const unquoted = (word: string): string => word.replaceAll(String.raw`'\''`, "'").slice(1, -1);

const dataOf = (curl: string): unknown => {
  const word = /--data ('.*') \\\n/s.exec(curl)?.[1] ?? '';
  return JSON.parse(unquoted(word));
};

describe('code to copy', () => {
  it('asks with curl for what is chosen, and fails when the service does', () => {
    const curl = curlSnippet(REQUEST);
    expect(curl).toContain("curl --fail-with-body 'http://127.0.0.1:8000/v1/audio/speech'");
    expect(curl).toContain('--output speech.mp3');
    expect(dataOf(curl)).toEqual(FIELDS);
  });

  it('gives a shell nothing to expand, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(dataOf(curlSnippet({ ...REQUEST, text }))).toEqual({ ...FIELDS, input: text });
      }),
      { numRuns: 50 },
    );
  });

  it('leaves out what is default anyway', () => {
    const plain = { ...REQUEST, voice: '', speed: 1 };
    expect(dataOf(curlSnippet(plain))).toEqual({ input: REQUEST.text, response_format: 'mp3' });
  });

  it('asks with JavaScript', () => {
    const code = javascriptSnippet(REQUEST);
    expect(code).toContain('fetch("http://127.0.0.1:8000/v1/audio/speech"');
    expect(code).toContain(String.raw`"input": "It's \"fine\".\nYes."`);
  });

  it('asks with Python by way of the package of OpenAI, which insists on a voice', () => {
    expect(pythonSnippet(REQUEST)).toContain('    voice="vivian",\n');
    expect(pythonSnippet({ ...REQUEST, voice: '' })).toContain('    voice="alloy",\n');
    expect(pythonSnippet(REQUEST)).toContain(String.raw`    input="It's \"fine\".\nYes.",`);
  });

  it.each([
    ['curl', curlSnippet],
    ['JavaScript', javascriptSnippet],
    ['Python', pythonSnippet],
  ])('takes the key of %s from the environment, where one is needed', (_name, write) => {
    expect(write({ ...REQUEST, needsKey: true })).toContain('CHORALE_API_KEY');
    expect(write(REQUEST)).not.toContain('KEY');
  });
});
