import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  aFakeModel,
  cutOffAfter,
  FakeFileHost,
  onlyStatus,
  redirectTo,
  silentAfter,
  wholeFile,
  wholeFileOnly,
} from '@chorale/testing';

import type { Download } from './download.js';
import { download } from './download.js';

const FILE = aFakeModel(200_000);

let host: FakeFileHost;
let dir = '';
let path = '';

beforeEach(async () => {
  host = await FakeFileHost.start();
  dir = await mkdtemp(join(tmpdir(), 'download-'));
  path = join(dir, 'file.part');
});

afterEach(async () => {
  await host.close();
  await rm(dir, { recursive: true });
});

const fetchIt = (changes: Partial<Download> = {}): Promise<void> =>
  download({
    url: new URL(host.url('/file')),
    path,
    bytes: FILE.length,
    mostBytes: 1_000_000,
    signal: new AbortController().signal,
    onBytes: () => undefined,
    limits: { connectMs: 2_000, stallMs: 200 },
    backOffMs: [1, 1],
    ...changes,
  });

const ranges = (): readonly (string | null)[] => host.seen.map(({ range }) => range);

describe(download.name, () => {
  it('fetches a file and reports its bytes', async () => {
    host.answer('/file', wholeFile(FILE));
    const reports: (readonly [number, number | null])[] = [];
    await fetchIt({ onBytes: (received, total) => reports.push([received, total]) });
    expect(Buffer.compare(await readFile(path), FILE)).toBe(0);
    expect(reports.at(-1)).toEqual([FILE.length, FILE.length]);
  });

  it('continues what an earlier try left', async () => {
    await writeFile(path, FILE.subarray(0, 150_000));
    host.answer('/file', wholeFile(FILE));
    await fetchIt();
    expect(Buffer.compare(await readFile(path), FILE)).toBe(0);
    expect(ranges()).toEqual(['bytes=150000-']);
  });

  it('asks for nothing when everything is there', async () => {
    await writeFile(path, FILE);
    await fetchIt();
    expect(host.seen).toEqual([]);
  });

  it('goes on where a broken connection left off', async () => {
    host.answer('/file', cutOffAfter(FILE, 60_000), silentAfter(FILE, 60_000), wholeFile(FILE));
    await fetchIt();
    expect(Buffer.compare(await readFile(path), FILE)).toBe(0);
    // A hard break may lose what was on its way to the disk; what lies there is never asked for again.
    expect(ranges()).toHaveLength(3);
    expect(ranges()[2]).toMatch(/^bytes=\d+-$/);
  });

  it('starts again where the server ignores the range', async () => {
    await writeFile(path, FILE.subarray(0, 1_000));
    host.answer('/file', wholeFileOnly(FILE));
    await fetchIt();
    expect(Buffer.compare(await readFile(path), FILE)).toBe(0);
  });

  it('starts again where what is there cannot be continued', async () => {
    await writeFile(path, new Uint8Array(FILE.length + 5));
    host.answer('/file', onlyStatus(416), wholeFile(FILE));
    await fetchIt();
    expect(Buffer.compare(await readFile(path), FILE)).toBe(0);
  });

  it('tries again after a server has stopped sending', async () => {
    host.answer('/file', silentAfter(FILE, 10_000), wholeFile(FILE));
    await fetchIt();
    expect(Buffer.compare(await readFile(path), FILE)).toBe(0);
  });

  it('gives up after the last try and keeps what has come', async () => {
    host.answer('/file', silentAfter(FILE, 10_000), silentAfter(FILE, 10_000));
    await expect(fetchIt({ backOffMs: [1] })).rejects.toThrow('stopped sending');
    expect((await readFile(path)).length).toBe(20_000);
  });

  it('tries again after a 503, not after a 404', async () => {
    host.answer('/file', onlyStatus(503), wholeFile(FILE));
    await fetchIt();
    host.answer('/file', onlyStatus(404));
    await rm(path);
    await expect(fetchIt()).rejects.toThrow('answered 404 for /file');
    expect(host.seen).toHaveLength(3);
  });

  it('follows redirects', async () => {
    host.answer('/file', redirectTo('/elsewhere'));
    host.answer('/elsewhere', wholeFile(FILE));
    await fetchIt();
    expect(Buffer.compare(await readFile(path), FILE)).toBe(0);
  });

  it('does not follow redirects for ever, nor to an address without https', async () => {
    host.answer('/file', redirectTo('/file'));
    await expect(fetchIt()).rejects.toThrow('redirects without end');
    host.answer('/file', redirectTo('http://example.com/file'));
    await expect(fetchIt()).rejects.toThrow('redirects to an address that is not https');
  });

  it('refuses a file of another size before it is transferred', async () => {
    host.answer('/file', wholeFile(FILE));
    await expect(fetchIt({ bytes: 7 })).rejects.toThrow('has 200000 bytes instead of 7');
    await expect(fetchIt({ bytes: null, mostBytes: 9 })).rejects.toThrow('over the limit of 9');
  });

  it('refuses more bytes than allowed where none were announced', async () => {
    host.answer('/file', (_, response) => {
      response.write(FILE);
      response.end(FILE);
    });
    await expect(fetchIt({ bytes: null, mostBytes: 300_000 })).rejects.toThrow('over the limit');
  });

  it('gives up at once where nobody listens', async () => {
    const url = new URL(host.url('/file'));
    await host.close();
    await expect(fetchIt({ url, backOffMs: [60_000] })).rejects.toThrow(
      'cannot be reached (ECONNREFUSED)',
    );
  });

  it('gives up where a connection does not come about in time', async () => {
    const mute = createServer();
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo; // it listens on TCP
    const url = new URL(`https://127.0.0.1:${port}/file`);
    const limits = { connectMs: 50, stallMs: 10_000 };
    await expect(fetchIt({ url, limits, backOffMs: [60_000] })).rejects.toThrow(
      'no connection within 50 ms',
    );
    mute.close();
  });

  it('stops when told to, with the reason given', async () => {
    const stop = new AbortController();
    host.answer('/file', silentAfter(FILE, 10_000));
    const limits = { connectMs: 2_000, stallMs: 60_000 };
    const onBytes = () => stop.abort(new RangeError('enough'));
    await expect(fetchIt({ signal: stop.signal, limits, onBytes })).rejects.toThrow('enough');
  });
});
