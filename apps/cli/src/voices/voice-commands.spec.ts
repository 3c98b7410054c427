import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { voicePaths } from '@chorale/engines';
import { writePiperPair } from '@chorale/testing';

import type { VoiceDesk } from './voice-commands.js';
import { addVoices, removeVoices, verifyVoices } from './voice-commands.js';

let dir = '';
let lines: string[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'desk-'));
  lines = [];
});

afterEach(() => rm(dir, { recursive: true }));

const desk = (): VoiceDesk => ({
  dir,
  signal: new AbortController().signal,
  onLine: (line) => lines.push(line),
  onProgress: () => undefined,
});

describe(addVoices.name, () => {
  it('says what the catalogue has when it does not have a voice', async () => {
    await expect(addVoices(['nobody'], desk(), null)).rejects.toThrow('not in the catalogue');
  });
});

describe(removeVoices.name, () => {
  it('deletes the files of a voice and no others', async () => {
    await writePiperPair(dir, 'a');
    await writePiperPair(dir, 'a-b');
    await writeFile(join(dir, 'a.onnx.part'), 'half');
    expect(await removeVoices(['a'], desk())).toBe(true);
    expect((await readdir(dir)).sort()).toEqual(['a-b.onnx', 'a-b.onnx.json']);
    expect(lines).toEqual(['a is removed.']);
  });

  it('says when a voice is not there', async () => {
    expect(await removeVoices(['nobody'], desk())).toBe(false);
    expect(lines).toEqual([`nobody is not in ${dir}.`]);
  });

  it('never leaves its folder', async () => {
    await writePiperPair(join(dir, 'inner'), 'a');
    await writePiperPair(dir, 'a');
    const inner = { ...desk(), dir: join(dir, 'inner') };
    expect(await removeVoices(['../a'], inner)).toBe(false);
    expect(await readdir(dir)).toContain('a.onnx');
  });
});

describe(verifyVoices.name, () => {
  it('finds damage in a well-known voice', async () => {
    await writePiperPair(dir, 'en_US-joe-medium');
    expect(await verifyVoices([], desk())).toBe(false);
    expect(lines[0]).toContain('en_US-joe-medium: the model has 1024 bytes instead of 63201294');
  });

  it('tells the checksum of a voice that nobody pinned', async () => {
    await writePiperPair(dir, 'mine');
    expect(await verifyVoices(['mine'], desk())).toBe(true);
    expect(lines[0]).toMatch(/^mine: the model has SHA-256 [0-9a-f]{64}, and nobody said/);
  });

  it('refuses what is no voice by name', async () => {
    await writePiperPair(dir, 'bad');
    await writeFile(voicePaths(dir, 'bad').config, '{}');
    await expect(verifyVoices(['bad'], desk())).rejects.toThrow('bad: bad.onnx.json: ');
  });
});
