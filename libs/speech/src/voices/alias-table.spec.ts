import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createVoiceDirectory } from './alias-table.js';

const aDirectory = (parts: Partial<Parameters<typeof createVoiceDirectory>[0]> = {}) =>
  createVoiceDirectory({
    voices: ['en_US-joe-medium', 'de_DE-thorsten-medium'],
    aliases: { Vivian: 'default', hans: 'de_DE-thorsten-medium' },
    defaultVoice: 'en_US-joe-medium',
    ...parts,
  });

describe(createVoiceDirectory.name, () => {
  it('finds a voice by its id without regard to case or surrounding space', () => {
    expect(aDirectory().resolve(' EN_us-JOE-medium ')).toEqual({
      kind: 'found',
      id: 'en_US-joe-medium',
    });
  });

  it.each([null, '', '  ', 'default', 'Default'])('takes %j for the default voice', (name) => {
    expect(aDirectory().resolve(name)).toEqual({ kind: 'found', id: 'en_US-joe-medium' });
  });

  it('follows an alias to its voice, and an alias of `default` to the default voice', () => {
    expect(aDirectory().resolve('HANS')).toEqual({ kind: 'found', id: 'de_DE-thorsten-medium' });
    expect(aDirectory().resolve('vivian')).toEqual({ kind: 'found', id: 'en_US-joe-medium' });
  });

  it('never lets an alias shadow a local or an uploaded voice', () => {
    const directory = aDirectory({
      voices: ['joe', 'Alloy'],
      uploaded: ['Nova'],
      aliases: {
        alloy: 'joe',
        nova: 'joe',
      },
      defaultVoice: 'joe',
    });
    expect(directory.resolve('alloy')).toEqual({ kind: 'found', id: 'Alloy' });
    expect(directory.resolve('nova')).toEqual({ kind: 'found', id: 'Nova' });
    expect(directory.names()).toEqual(['joe', 'Alloy', 'Nova']);
  });

  it('prefers a local voice to an uploaded one of the same name', () => {
    const directory = aDirectory({
      voices: ['joe'],
      uploaded: ['JOE'],
      aliases: {},
      defaultVoice: 'joe',
    });
    expect(directory.resolve('Joe')).toEqual({ kind: 'found', id: 'joe' });
  });

  it('treats `default` as a voice where one is registered under that name, but a missing name never', () => {
    const directory = aDirectory({ voices: ['joe', 'default'], aliases: {}, defaultVoice: 'joe' });
    expect(directory.resolve('default')).toEqual({ kind: 'found', id: 'default' });
    expect(directory.resolve(null)).toEqual({ kind: 'found', id: 'joe' });
  });

  it('answers an unknown name with all that it knows', () => {
    expect(aDirectory().resolve('nobody')).toEqual({
      kind: 'unknown',
      available: ['en_US-joe-medium', 'de_DE-thorsten-medium', 'Vivian', 'hans'],
    });
  });

  it('does not follow an alias of an alias', () => {
    const directory = aDirectory({ aliases: { a: 'hans', hans: 'de_DE-thorsten-medium' } });
    expect(directory.resolve('a').kind).toBe('unknown');
    expect(directory.problems()).toEqual([
      { kind: 'alias-target-missing', alias: 'a', target: 'hans' },
    ]);
  });

  it('has no problems when every alias and the default lead somewhere', () => {
    expect(aDirectory().problems()).toEqual([]);
  });

  it('lists a missing alias target and leaves the alias out of the names', () => {
    const directory = aDirectory({ aliases: { x: 'gone' } });
    expect(directory.problems()).toEqual([
      { kind: 'alias-target-missing', alias: 'x', target: 'gone' },
    ]);
    expect(directory.names()).not.toContain('x');
  });

  it('lists a missing default voice once, not once for each alias of it', () => {
    const directory = aDirectory({
      defaultVoice: 'gone',
      aliases: { alloy: 'default', nova: 'Default' },
    });
    expect(directory.problems()).toEqual([{ kind: 'default-missing', target: 'gone' }]);
    expect(directory.resolve(null).kind).toBe('unknown');
  });

  it('finds every name that it lists', () => {
    const name = fc.stringMatching(/^[A-Za-z_]{1,4}$/);
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1 }),
        fc.dictionary(name, fc.oneof(name, fc.constant('default'))),
        (voices, aliases) => {
          const directory = createVoiceDirectory({
            voices,
            aliases,
            defaultVoice: voices[0] ?? '',
          });
          const found = directory.names().map((each) => directory.resolve(each).kind);
          expect(new Set(found).size).toBeLessThanOrEqual(1);
          expect(found).toContain('found');
        },
      ),
    );
  });
});
