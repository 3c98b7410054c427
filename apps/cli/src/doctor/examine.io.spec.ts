import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type PrivateRedis, startPrivateRedis, writePiperPair } from '@chorale/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { examine } from './examine.js';
import type { Finding } from './finding.js';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
});

afterEach(() => rm(folder, { recursive: true }));

const examined = async (
  env: Readonly<Record<string, string>> = {},
): Promise<readonly Finding[]> => {
  const base = { VOICES_DIR: folder, ENGINE_CACHE_DIR: folder, PORT: '0', DEFAULT_VOICE: 'mine' };
  const sources = { env: { EXECUTION_PROVIDERS: 'cuda,webgpu,cpu', ...base, ...env } };
  return examine(sources, new AbortController().signal);
};

const about = (findings: readonly Finding[], subject: string): readonly Finding[] =>
  findings.filter((finding) => finding.subject === subject);

const listening = (): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

describe(examine.name, () => {
  it('finds nothing bad where all is there', async () => {
    await writePiperPair(folder, 'mine');
    const findings = await examined();
    expect(findings.filter(({ state }) => state === 'bad')).toEqual([]);
    expect(about(findings, 'providers').map(({ words }) => words.split(' ')[0])).toEqual([
      'cuda',
      'webgpu',
      'cpu',
    ]);
    expect(about(findings, 'providers').at(-1)).toMatchObject({ state: 'good' });
  });

  it('says how to get a voice that is missing', async () => {
    expect(about(await examined(), 'voices')).toMatchObject([
      { state: 'bad', mend: 'npm run voices -- add mine' },
    ]);
  });

  it('finds a damaged voice', async () => {
    await writePiperPair(folder, 'en_US-joe-medium');
    const findings = await examined({ DEFAULT_VOICE: 'en_US-joe-medium' });
    expect(about(findings, 'voices')).toMatchObject([
      { state: 'bad', words: 'en_US-joe-medium differs from its checksums' },
    ]);
  });

  it('tells a taken port from a free one', async () => {
    const server = await listening();
    const [taken] = about(await examined({ PORT: String(portOf(server)) }), 'port');
    server.close();
    expect(taken).toMatchObject({ state: 'odd', mend: expect.stringContaining('--port') });
    expect(about(await examined(), 'port')).toMatchObject([{ state: 'good' }]);
  });

  it('names every setting that cannot be used, and never its value', async () => {
    const findings = await examined({ REDIS_URL: 'http://:secret@redis', PORT: 'x' });
    expect(about(findings, 'settings').map(({ words }) => words)).toEqual([
      expect.stringContaining('PORT'),
      expect.stringContaining('REDIS_URL'),
    ]);
    expect(JSON.stringify(findings)).not.toContain('secret');
  });

  describe('with a Redis', () => {
    let redis: PrivateRedis;

    beforeEach(async () => {
      redis = await startPrivateRedis();
    });

    afterEach(() => redis.stop());

    it('judges its version, its policy and its clock', async () => {
      const findings = await examined({ REDIS_URL: redis.url });
      expect(about(findings, 'redis')).toMatchObject([{ state: 'good' }]);
      expect(about(findings, 'clock')).toMatchObject([{ state: 'good' }]);
    });

    it('says so when it is gone', async () => {
      await redis.kill();
      expect(about(await examined({ REDIS_URL: redis.url }), 'redis')).toMatchObject([
        { state: 'bad', words: expect.stringContaining('cannot be reached') },
      ]);
    });
  });
});
