import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describeVoiceStoreContract } from '@chorale/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createDirectoryVoiceStore } from './directory-voice-store.js';

const LIMITS = { maxVoices: 3, maxBytes: 10_000 };

const aFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'chorale-uploads-'));

describeVoiceStoreContract('in a folder', async () => {
  const parent = await aFolder();
  const folder = join(parent, 'uploads');
  return {
    here: createDirectoryVoiceStore(folder, LIMITS),
    there: createDirectoryVoiceStore(folder, LIMITS),
    close: () => rm(parent, { recursive: true }),
  };
});

describe('a folder of voices', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await aFolder();
  });

  afterEach(() => rm(folder, { recursive: true }));

  const voice = {
    name: 'anna',
    consent: 'c',
    createdAt: 1,
    mimeType: 'audio/wav',
    fileSize: 1,
    refText: null,
    description: null,
  };

  it('outlives the process', async () => {
    await createDirectoryVoiceStore(folder, LIMITS).put(voice, new Uint8Array([7]), true);
    const later = createDirectoryVoiceStore(folder, LIMITS);
    expect(await later.list()).toEqual([voice]);
    expect(await later.sample('anna')).toEqual(new Uint8Array([7]));
  });

  it('does not list what a gateway that died left half written, nor what none wrote', async () => {
    await writeFile(join(folder, 'x.draft'), `${JSON.stringify(voice)}\n`);
    await writeFile(join(folder, 'y.voice'), 'not a voice');
    await writeFile(join(folder, 'z.voice'), '');
    expect(await createDirectoryVoiceStore(folder, LIMITS).list()).toEqual([]);
  });

  it('leaves no draft behind', async () => {
    const store = createDirectoryVoiceStore(folder, LIMITS);
    await store.put(voice, new Uint8Array([7]), false);
    await store.put(voice, new Uint8Array([7]), false);
    await store.put(voice, new Uint8Array([7]), true);
    expect(await readdir(folder)).toHaveLength(1);
  });
});
