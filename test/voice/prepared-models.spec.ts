import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { startEngine, VOICE, VOICES_DIR } from './engine-under-test.js';

jest.setTimeout(60_000);

/** A process of its own that starts an engine and prints its fingerprint. */
const START_ENGINE = `
  const { createVitsEngine, findVoices } = await import(process.argv[1]);
  const { voices } = await findVoices(process.argv[2]);
  const engine = await createVitsEngine({
    voices, defaultVoice: process.argv[3], cacheDir: process.argv[4], threads: 1, providers: ['cpu'],
  });
  console.log(engine.fingerprint);
  await engine.close();
`;

const engineInProcess = async (cacheDir: string): Promise<string> => {
  const entry = pathToFileURL('libs/engines/dist/index.js').href;
  const script = ['--input-type=module', '-e', START_ENGINE, entry, VOICES_DIR, VOICE, cacheDir];
  const child = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  await once(child, 'close');
  return printed.trim();
};

describe('the cache of prepared models', () => {
  let folder: string;
  let whole: string;
  let fingerprint: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chorale-models-'));
    whole = join(folder, 'whole');
    fingerprint = await fingerprintWith(whole);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const fingerprintWith = async (cacheDir: string): Promise<string> => {
    const engine = await startEngine({ cacheDir });
    await engine.close();
    return engine.fingerprint;
  };

  /** A copy of the whole cache, and its only entry. */
  const aCopy = async (name: string) => {
    const cacheDir = join(folder, name);
    await cp(whole, cacheDir, { recursive: true });
    const [entry] = await readdir(cacheDir);
    return { cacheDir, entry: join(cacheDir, entry ?? '') };
  };

  it('is made whole by two processes at once', async () => {
    const cacheDir = join(folder, 'both');
    const both = [engineInProcess(cacheDir), engineInProcess(cacheDir)];
    expect(await Promise.all(both)).toEqual([fingerprint, fingerprint]);
    expect(await readdir(cacheDir)).toHaveLength(1);
  });

  it.each([
    ['cut short', (entry: string) => truncate(join(entry, 'back.onnx'), 1000)],
    ['left without its record', (entry: string) => rm(join(entry, 'voice.json'))],
  ])('is made anew when it was %s', async (how, damage) => {
    const { cacheDir, entry } = await aCopy(how);
    await damage(entry);
    expect(await fingerprintWith(cacheDir)).toBe(fingerprint);
    expect(await readdir(cacheDir)).toHaveLength(1);
  });
});
