import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { CACHE_DIR, VOICE, VOICES_DIR } from './engine-under-test.js';

jest.setTimeout(60_000);

/** Speaks, then prints the open connections of this process that lead elsewhere, and ends. */
const SPEAK = `
  import { readFileSync, readlinkSync, readdirSync } from 'node:fs';
  const [, entry, voicesDir, voice, cacheDir] = process.argv;
  const { createVitsEngine, findVoices } = await import(entry);
  const { voices } = await findVoices(voicesDir);
  const engine = await createVitsEngine({ voices, defaultVoice: voice, cacheDir, threads: 1, providers: ['cpu'] });
  const links = readdirSync('/proc/self/fd').map((fd) => { try { return readlinkSync('/proc/self/fd/' + fd); } catch { return ''; } });
  const rows = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) => readFileSync('/proc/self/net/' + kind, 'utf8').split('\\n').slice(1));
  const own = rows.filter((row) => links.includes('socket:[' + row.trim().split(/\\s+/)[9] + ']'));
  console.log(JSON.stringify({ connections: own, flag: process.env.ORT_DISABLE_TELEMETRY }));
  await engine.close();
`;

describe('the telemetry of ONNX Runtime', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'chorale-home-'));
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it('is off: the engine connects to nothing and leaves no file in the home folder', async () => {
    const entry = pathToFileURL('libs/engines/dist/index.js').href;
    const script = [entry, resolve(VOICES_DIR), VOICE, resolve(CACHE_DIR)];
    const child = spawn(process.execPath, ['--input-type=module', '-e', SPEAK, ...script], {
      env: {
        ...process.env,
        ORT_DISABLE_TELEMETRY: undefined,
        HOME: home,
        XDG_CONFIG_HOME: '',
        XDG_CACHE_HOME: '',
        XDG_DATA_HOME: '',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    await once(child, 'close');
    expect(JSON.parse(printed)).toEqual({ connections: [], flag: '1' });
    expect(await readdir(home)).toEqual([]);
  });
});
