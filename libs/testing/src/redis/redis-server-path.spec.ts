import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { redisServerPath } from './redis-server-path.js';

describe(redisServerPath, () => {
  it('says how to get a server where there is none', () => {
    expect(() => redisServerPath('/nowhere')).toThrow(/apt-get install redis-server/);
  });

  it('finds a Valkey too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chorale-path-'));
    const server = join(folder, 'valkey-server');
    await writeFile(server, '');
    await chmod(server, 0o755);
    expect(redisServerPath(['/nowhere', folder].join(delimiter))).toBe(server);
    await rm(folder, { recursive: true });
  });
});
