import { beforeAll, describe, expect, it } from '@jest/globals';

import { Espeak, plainIpa, UnknownVoice } from './espeak.js';

describe(plainIpa.name, () => {
  it('joins phonemes, keeps words apart and drops clause breaks', () => {
    expect(plainIpa('h_ə_l_ˈoʊ | w_ˈɜː_l_d')).toBe('həlˈoʊ wˈɜːld');
  });

  it('drops language flags', () => {
    expect(plainIpa('ɛ_l_ˈo (en)_w_ˈɜː_l_d_(fr)')).toBe('ɛlˈo wˈɜːld');
    expect(plainIpa('(en-us)_h_aɪ_(zh-cmn)')).toBe('haɪ');
  });
});

describe(Espeak.name, () => {
  let espeak: Espeak;
  beforeAll(async () => {
    espeak = await Espeak.load();
  });

  const inVoice = (voice: string, text: string): string => {
    espeak.useVoice(voice);
    return espeak.phonemes(text);
  };

  it('speaks American and British English apart, the latter found by language', () => {
    expect(inVoice('en-us', 'Hello world')).toBe('həlˈoʊ wˈɜːld');
    expect(inVoice('en-gb', 'Hello world')).toBe('həlˈəʊ wˈɜːld');
    expect(inVoice('gmw/en', 'Hello world')).toBe('həlˈəʊ wˈɜːld');
  });

  it('finds French by its language', () => {
    expect(inVoice('fr-fr', 'bonjour')).toBe('bɔ̃ʒˈuʁ');
  });

  it('refuses a voice it does not have and keeps the one before', () => {
    espeak.useVoice('en-us');
    expect(() => espeak.useVoice('xx-nowhere')).toThrow(UnknownVoice);
    expect(espeak.phonemes('world')).toBe('wˈɜːld');
  });

  it('reads on behind a NUL', () => {
    expect(inVoice('en-us', 'one\0two')).toBe('wˈʌn tˈuː');
  });

  it('gives nothing for nothing', () => {
    expect(inVoice('en-us', '')).toBe('');
    expect(inVoice('en-us', '…')).toBe('');
  });

  it('merges and expands words as eSpeak does', () => {
    expect(inVoice('en-us', 'in the')).toBe('ɪnðə');
  });
});
