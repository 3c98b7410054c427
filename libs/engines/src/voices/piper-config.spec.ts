import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { aPiperConfigJson } from '@chorale/testing';

import { FieldError } from './json-field.js';
import { readPiperConfig } from './piper-config.js';

const read = (changes: Readonly<Record<string, unknown>> = {}) =>
  readPiperConfig({ value: aPiperConfigJson(changes), path: '' });

describe(readPiperConfig.name, () => {
  it('reads what the engine needs', () => {
    expect(read()).toEqual({
      sampleRate: 22_050,
      language: 'en-US',
      espeakVoice: 'en-us',
      speakers: [{ name: 'default', id: 0 }],
      inference: { noiseScale: 0.667, lengthScale: 1, noiseWidth: 0.8 },
      phonemeIds: new Map([
        ['_', [0]],
        ['^', [1]],
        ['$', [2]],
        [' ', [3]],
        ['a', [14]],
        ['ˈ', [120]],
      ]),
    });
  });

  it("takes Piper's own defaults for scales that are left out", () => {
    expect(read({ inference: {} }).inference).toEqual({
      noiseScale: 0.667,
      lengthScale: 1,
      noiseWidth: 0.8,
    });
  });

  it('takes the language from the eSpeak voice where an early configuration names none', () => {
    expect(read({ language: undefined, espeak: { voice: 'de' } }).language).toBe('de');
  });

  it('orders named speakers by their number', () => {
    const { speakers } = read({ num_speakers: 2, speaker_id_map: { p226: 1, p225: 0 } });
    expect(speakers).toEqual([
      { name: 'p225', id: 0 },
      { name: 'p226', id: 1 },
    ]);
  });

  it('numbers speakers that have no names', () => {
    const { speakers } = read({ num_speakers: 3, speaker_id_map: {} });
    expect(speakers.map(({ name }) => name)).toEqual(['0', '1', '2']);
  });

  it.each([
    ['audio', null, 'audio must be an object'],
    ['audio', { sample_rate: '22050' }, 'audio.sample_rate must be a whole number from 8000'],
    ['audio', { sample_rate: 1e9 }, 'audio.sample_rate must be a whole number from 8000'],
    ['espeak', { voice: '../../etc/passwd' }, 'espeak.voice must be the name of an eSpeak voice'],
    ['language', { code: 'not a tag' }, 'language.code must be a BCP-47 language tag'],
    ['num_speakers', 1e6, 'num_speakers must be a whole number from 1 to 10000'],
    ['num_speakers', 0, 'num_speakers must be a whole number from 1 to 10000'],
    ['inference', { noise_scale: 'loud' }, 'inference.noise_scale must be a number from 0 to 10'],
    ['phoneme_type', 'pinyin', 'phoneme_type must be one of espeak'],
    ['phoneme_id_map', {}, 'phoneme_id_map must be an object with phonemes'],
    ['phoneme_id_map', { a: [-1] }, 'phoneme_id_map.a[0] must be a whole number from 0'],
    ['phoneme_id_map', { a: 1 }, 'phoneme_id_map.a must be a list of at most 16 items'],
  ])('refuses %s = %j by name', (member, value, message) => {
    expect(() => read({ [member]: value })).toThrow(message);
  });

  it('refuses a speaker number that the model does not have', () => {
    const changes = { num_speakers: 2, speaker_id_map: { a: 0, b: 2 } };
    expect(() => read(changes)).toThrow('speaker_id_map.b must be a whole number from 0 to 1');
  });

  it('answers any JSON with a configuration or a FieldError', () => {
    const member = fc.constantFrom(...Object.keys(aPiperConfigJson()));
    fc.assert(
      fc.property(member, fc.jsonValue(), (name, value) => {
        try {
          expect(read({ [name]: value }).speakers.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(FieldError);
        }
      }),
    );
  });
});
