import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { writePiperPair } from '@chorale/testing';

import { catalogueVoice } from './catalogue.js';
import { InvalidVoice } from './invalid-voice.js';
import { formatManifest } from './manifest.js';
import { verifyVoice } from './verify-voice.js';
import { findVoices, readVoice, voicePaths } from './voice-folder.js';

let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'voices-'));
});

afterEach(() => rm(dir, { recursive: true }));

const writeManifest = async (id: string, changes: Readonly<Record<string, unknown>> = {}) => {
  const { manifest } = await readVoice(dir, id);
  const changed = { ...manifest, gainDb: 2, ...changes };
  await writeFile(voicePaths(dir, id).manifest, formatManifest(changed));
};

describe(findVoices.name, () => {
  it('takes a folder that does not exist for an empty one', async () => {
    expect(await findVoices(join(dir, 'nowhere'))).toEqual({ voices: [], problems: [] });
  });

  it('describes a pair without a manifest by its configuration', async () => {
    await writePiperPair(dir, 'mine', { language: { code: 'de_DE' } });
    const { voices } = await findVoices(dir);
    expect(voices.map(({ manifest }) => manifest)).toEqual([
      {
        id: 'mine',
        engine: 'vits',
        language: 'de-DE',
        speakers: [{ name: 'default', id: 0 }],
        nativeRate: 22_050,
        gainDb: 0,
        licence: null,
        files: { model: { bytes: null, sha256: null }, config: { bytes: null, sha256: null } },
        sources: [],
      },
    ]);
  });

  it('gives a well-known pair that was copied in the gain and licence of the catalogue', async () => {
    await writePiperPair(dir, 'en_US-joe-medium');
    const { voices } = await findVoices(dir);
    expect(voices[0]?.manifest).toMatchObject({ gainDb: 4.5, licence: 'CC0-1.0' });
  });

  it('prefers the manifest beside the model', async () => {
    await writePiperPair(dir, 'mine');
    await writeManifest('mine', { licence: 'my own' });
    const { voices } = await findVoices(dir);
    expect(voices[0]?.manifest).toMatchObject({ gainDb: 2, licence: 'my own' });
  });

  it('reports each bad pair by name and still finds the good ones', async () => {
    await writePiperPair(dir, 'good');
    await writePiperPair(dir, 'bad-rate', { audio: { sample_rate: 'fast' } });
    await writePiperPair(dir, 'no-config');
    await rm(voicePaths(dir, 'no-config').config);
    await writePiperPair(dir, 'pointer');
    await writeFile(voicePaths(dir, 'pointer').model, 'version https://git-lfs.github.com/spec/v1');
    await writePiperPair(dir, 'page');
    await writeFile(voicePaths(dir, 'page').model, '<!doctype html>');
    await writePiperPair(dir, 'cut');
    await writeFile(voicePaths(dir, 'cut').config, '{"audio": {');

    const { voices, problems } = await findVoices(dir);
    expect(voices.map(({ manifest }) => manifest.id)).toEqual(['good']);
    expect(problems.map(({ message }) => message)).toEqual([
      'bad-rate: bad-rate.onnx.json: audio.sample_rate must be a whole number from 8000 to 192000',
      'cut: cut.onnx.json: the document must be valid JSON',
      'no-config: no-config.onnx.json: is missing',
      'page: page.onnx: is not an ONNX model',
      'pointer: pointer.onnx: is a Git LFS pointer, not the model: run `git lfs pull`',
    ]);
    expect(problems.every((problem) => problem instanceof InvalidVoice)).toBe(true);
  });

  it.each([
    [{ id: 'other' }, 'mine: mine.chorale.json: describes the voice other'],
    [
      { nativeRate: 16_000 },
      'mine: mine.chorale.json: says 16000 Hz, but the model makes 22050 Hz',
    ],
    [{ gainDb: 'loud' }, 'mine: mine.chorale.json: gainDb must be a number from -40 to 40'],
    [
      {
        speakers: [
          { name: 'a', id: 0 },
          { name: 'b', id: 1 },
        ],
      },
      'mine: mine.chorale.json: has 2 speakers, but the model 1',
    ],
  ])('refuses a manifest that says %j', async (changes, message) => {
    await writePiperPair(dir, 'mine');
    await writeManifest('mine', changes);
    const { problems } = await findVoices(dir);
    expect(problems.map((problem) => problem.message)).toEqual([message]);
  });

  it('refuses a configuration too large to be one', async () => {
    await writePiperPair(dir, 'mine', { padding: 'x'.repeat(1024 * 1024) });
    const { problems } = await findVoices(dir);
    expect(problems[0]?.message).toContain('at most 1048576 bytes long');
  });

  it('refuses a name that only case tells from another', async () => {
    await writePiperPair(dir, 'Joe');
    await writePiperPair(dir, 'joe');
    const { voices, problems } = await findVoices(dir);
    expect(voices.map(({ manifest }) => manifest.id)).toEqual(['Joe']);
    expect(problems[0]?.message).toBe('joe: joe.onnx: has the same name as Joe');
  });
});

describe(verifyVoice.name, () => {
  it('measures what nobody pinned', async () => {
    await writePiperPair(dir, 'mine');
    const check = await verifyVoice(await readVoice(dir, 'mine'));
    expect(check).toMatchObject({ id: 'mine', verified: false, model: { kind: 'unpinned' } });
  });

  it('confirms files that are what the manifest says, and finds the one that no longer is', async () => {
    await writePiperPair(dir, 'mine');
    const { model, config } = await verifyVoice(await readVoice(dir, 'mine'));
    await writeManifest('mine', { files: { model, config } });
    expect(await verifyVoice(await readVoice(dir, 'mine'))).toMatchObject({ verified: true });

    const bytes = new Uint8Array(1024).fill(9);
    await writeFile(voicePaths(dir, 'mine').model, bytes);
    const damaged = await verifyVoice(await readVoice(dir, 'mine'));
    expect(damaged.verified).toBe(false);
    expect(damaged.model).toMatchObject({ kind: 'different' });
    expect(damaged.config.kind).toBe('verified');
  });
});

describe(catalogueVoice.name, () => {
  it('finds a voice without regard to case', () => {
    expect(catalogueVoice('EN_us-JOE-medium')?.files.model.bytes).toBe(63_201_294);
  });

  it('names the address in the public repository', () => {
    expect(catalogueVoice('fr_FR-siwis-medium')?.sources[0]).toEqual({
      kind: 'https',
      model:
        'https://huggingface.co/rhasspy/piper-voices/resolve/v1.0.0/fr/fr_FR/siwis/medium/fr_FR-siwis-medium.onnx',
      config:
        'https://huggingface.co/rhasspy/piper-voices/resolve/v1.0.0/fr/fr_FR/siwis/medium/fr_FR-siwis-medium.onnx.json',
    });
  });
});
