import { describe, expect, it } from '@jest/globals';

import { fitsScript, refuseForeign } from './writing-systems.js';

describe(fitsScript.name, () => {
  it.each([
    ['Hello', 'en-US', true],
    ['Привет', 'en-US', false],
    ['Привет', 'ru-RU', true],
    ['Hello', 'ru-RU', false],
    ['你好', 'zh-CN', true],
    ['こんにちは世界', 'ja-JP', true],
    ['Zdravo, Здраво', 'sr-RS', true],
    ['The word 世界 means world.', 'en-GB', true],
    ['12 + 3', 'en-US', true],
    ['', 'en-US', true],
  ])('%j in %s: %s', (text, language, expected) => {
    expect(fitsScript(text, language)).toBe(expected);
  });
});

describe(refuseForeign.name, () => {
  const english = { id: 'joe', language: 'en-US' };
  const russian = { id: 'irina', language: 'ru-RU' };
  const installed = [english, russian];

  it('lets a voice speak its own language, whatever the region', () => {
    for (const language of ['auto', 'en', 'en-GB'])
      expect(() => refuseForeign({ text: 'Hello', language }, english, installed)).not.toThrow();
  });

  it('names the voices that fit', () => {
    expect(() => refuseForeign({ text: 'Привет', language: 'auto' }, english, installed)).toThrow(
      'The voice joe (en-US) cannot say text in this script. Voices that do: irina.',
    );
    expect(() => refuseForeign({ text: 'Bonjour', language: 'fr' }, english, installed)).toThrow(
      'The voice joe (en-US) does not speak fr. No installed voice does.',
    );
  });
});
