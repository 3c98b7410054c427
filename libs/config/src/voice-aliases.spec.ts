import { describe, expect, it } from '@jest/globals';

import { BUILT_IN_VOICE_ALIASES, voiceAliases } from './voice-aliases.js';

const read = (text: string) => voiceAliases().parse(text);

describe(voiceAliases.name, () => {
  it('offers the names of Qwen3-TTS and OpenAI without being told', () => {
    expect(read('')).toEqual(BUILT_IN_VOICE_ALIASES);
    expect(read('')).toMatchObject({ Vivian: 'default', Uncle_Fu: 'default', alloy: 'default' });
  });

  it('adds name=voice pairs', () => {
    expect(read('anna=de_DE-thorsten-medium, bob = en_US-joe-medium')).toEqual({
      ...BUILT_IN_VOICE_ALIASES,
      anna: 'de_DE-thorsten-medium',
      bob: 'en_US-joe-medium',
    });
  });

  it('adds the entries of a JSON object', () => {
    expect(read('{"anna": "en_US-joe-medium"}')).toMatchObject({ anna: 'en_US-joe-medium' });
  });

  it('replaces a built-in name whatever its case', () => {
    const aliases = read('vivian=en_US-joe-medium');
    expect(aliases).toHaveProperty('vivian', 'en_US-joe-medium');
    expect(aliases).not.toHaveProperty('Vivian');
  });

  it.each(['anna', 'anna=', '=x', 'a=b=c', '{', '{"anna":1}', '{"anna":""}', '{"anna":["x"]}'])(
    'refuses %s',
    (text) => {
      expect(voiceAliases().safeParse(text).success).toBe(false);
    },
  );
});
