import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../', import.meta.url));
const groups = join(root, 'scripts/suites/groups');

const DEADLINE_MS = 20_000;

const SPECS = {
  'fails.spec.mjs': `
    it('takes its time', () => new Promise((resolve) => setTimeout(resolve, 100)));
    describe('a sum', () => { it('is wrong', () => expect(1 + 1).toBe(3)); });`,
  'hooks.spec.mjs': `
    let calls = 0;
    beforeEach(() => { calls += 1; });
    it('has its hook called', () => expect(calls).toBe(1));`,
  'leaves.spec.mjs': `
    afterAll(() => { throw new Error('left behind'); });
    it('passes', () => expect(1).toBe(1));`,
  'loads.spec.mjs': `
    await import('./missing.mjs');
    it('is never declared', () => expect(1).toBe(1));`,
  'nothing.spec.mjs': '',
  'hastes.spec.mjs': `
    jest.setTimeout(50);
    it('runs late', () => new Promise(() => undefined));`,
  'other-hooks.spec.mjs': `
    beforeEach(() => { throw new Error('not for other files'); });
    it.skip('is skipped', () => expect(1).toBe(1));`,
  'rejects.spec.mjs': `
    it('leaves a promise', async () => {
      void Promise.reject(new Error('nobody heard'));
      await new Promise((resolve) => setImmediate(resolve));
    });`,
} as const;

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

const writeSpecs = async (dir: string): Promise<void> => {
  const imports = `import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';`;
  for (const [name, body] of Object.entries(SPECS))
    await writeFile(join(dir, name), `${imports}${body}`);
  const config = {
    testMatch: ['<rootDir>/*.spec.mjs'],
    transform: {},
    runner: join(groups, 'runner.mjs'),
    testRunner: join(groups, 'framework.mjs'),
  };
  await writeFile(join(dir, 'jest.config.mjs'), `export default ${JSON.stringify(config)};`);
};

/** Runs Jest in `dir` and gives its exit code and report. */
const runJest = async (dir: string, ...options: string[]) => {
  const outputFile = join(dir, 'report.json');
  const bin = join(root, 'node_modules/jest/bin/jest.js');
  const args = ['--experimental-vm-modules', bin, '--json', `--outputFile=${outputFile}`];
  const exitCode = await new Promise((resolve) => {
    const child = execFile(process.execPath, [...args, ...options], {
      cwd: dir,
      timeout: DEADLINE_MS,
    });
    child.once('exit', resolve);
  });
  return { exitCode, report: Report.parse(JSON.parse(await readFile(outputFile, 'utf8'))) };
};

jest.setTimeout(2 * DEADLINE_MS);

describe('spec files that run in groups', () => {
  let dir: string;
  beforeAll(async () => {
    await mkdir(join(root, 'test/output'), { recursive: true });
    dir = await mkdtemp(join(root, 'test/output/groups-'));
    await writeSpecs(dir);
  });
  afterAll(() => rm(dir, { recursive: true }));

  it('are reported on one by one, and what is wrong with one is its own failure', async () => {
    const { exitCode, report } = await runJest(dir, '--maxWorkers=1');

    expect(exitCode).toBe(1);
    expect(report).toMatchObject({
      numPassedTests: 3,
      numFailedTests: 4,
      numPendingTests: 1,
      numRuntimeErrorTestSuites: 2,
    });
    const outcome = Object.fromEntries(
      report.testResults.map(({ name, status, message }) => [
        name.slice(dir.length + 1),
        { status, message },
      ]),
    );
    expect(outcome).toEqual({
      'fails.spec.mjs': { status: 'failed', message: expect.stringContaining('Expected: 3') },
      'hastes.spec.mjs': { status: 'failed', message: expect.stringContaining('50 ms') },
      'hooks.spec.mjs': { status: 'passed', message: '' },
      'leaves.spec.mjs': { status: 'failed', message: expect.stringContaining('left behind') },
      'loads.spec.mjs': { status: 'failed', message: expect.stringContaining('missing.mjs') },
      'nothing.spec.mjs': {
        status: 'failed',
        message: expect.stringContaining('at least one test'),
      },
      'other-hooks.spec.mjs': { status: 'skipped', message: '' },
      'rejects.spec.mjs': { status: 'failed', message: expect.stringContaining('nobody heard') },
    });
  });

  it('keep the names that they have when they run alone', async () => {
    const { report } = await runJest(dir, '--maxWorkers=1', '-t', '^a sum is wrong$');
    const ran = report.testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'failed'),
    );
    expect(ran.map(({ fullName }) => fullName)).toContain('a sum is wrong');
  });
});
