import { describe, expect, it } from '@jest/globals';

import { fittingLanguages, languageFits } from './language-fit.js';

describe(languageFits.name, () => {
  it.each([
    [null, 'en-US'],
    ['', 'en-US'],
    ['Auto', 'ja'],
    ['auto', 'de-DE'],
    ['English', 'en-GB'],
    ['GERMAN', 'de-DE'],
    ['Chinese', 'zh-CN'],
    ['en', 'en-US'],
    ['en-US', 'en-US'],
    ['EN_us', 'en-US'],
    ['en-US', 'en'],
  ])('%j fits a voice of %s', (requested, voice) => {
    expect(languageFits(requested, voice)).toBe(true);
  });

  it.each([
    ['German', 'en-US'],
    ['en-GB', 'en-US'],
    ['e', 'en-US'],
    ['fr', 'fro'],
    ['Klingon', 'en-US'],
    ['constructor', 'en-US'],
  ])('%j does not fit a voice of %s', (requested, voice) => {
    expect(languageFits(requested, voice)).toBe(false);
  });
});

describe(fittingLanguages.name, () => {
  it('names what can be asked for', () => {
    expect(fittingLanguages('en-US')).toEqual(['Auto', 'English', 'en', 'en-US']);
    expect(fittingLanguages('zh')).toEqual(['Auto', 'Chinese', 'Mandarin', 'zh']);
  });

  it('lists only what fits', () => {
    for (const language of ['en-US', 'de', 'zh-CN', 'xx'])
      for (const name of fittingLanguages(language))
        expect(languageFits(name, language)).toBe(true);
  });
});
