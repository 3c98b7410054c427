import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

import { buildSources, buildTestProcesses } from '../setup/build.mjs';
import { run, SetupError } from '../setup/command.mjs';
import { inRoot } from '../setup/paths.mjs';
import { needTool, tryTool, wantTool } from '../setup/tools.mjs';
import { installVoice } from '../setup/voice.mjs';
import { needsOf } from './plan.mjs';
import { tallyReport, tallyUnstarted } from './tally.mjs';

/** Each need and the way to it. */
const PREPARE = {
  build: async () => {
    await buildSources();
    await buildTestProcesses();
  },
  redis: () => needTool('redis'),
  chromium: () => needTool('chromium'),
  helm: () => wantTool('helm'),
  promtool: () => wantTool('promtool'),
  'openai-python': () => tryTool('openai-python'),
  voice: () => installVoice(),
};

// A suite that hangs must not hold up CI for ever; the longest takes about two minutes.
const SUITE_TIMEOUT_MS = 600_000;

// Jest's VM modules are behind a flag, and the note about them on every run tells nobody anything.
const NODE_OPTIONS = '--experimental-vm-modules --disable-warning=ExperimentalWarning';

const jestEnv = () => ({
  ...process.env,
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} ${NODE_OPTIONS}`.trim(),
});

/** Unit tests share a machine gracefully, and so do those that mostly wait; the others measure, or fill the cores themselves. */
const MODES = {
  unit: ['--maxWorkers=100%'],
  integration: ['--maxWorkers=2'],
  faults: ['--maxWorkers=3'],
  web: ['--maxWorkers=2'],
};
const modeOf = (suite) => MODES[suite] ?? ['--runInBand'];

const readReport = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null; // Jest crashed or was ended before it could write
  }
};

const runJest = async (suite, options) => {
  const reportPath = inRoot(`test/output/${suite}.json`);
  mkdirSync(dirname(reportPath), { recursive: true });
  rmSync(reportPath, { force: true });
  const report = ['--json', `--outputFile=${reportPath}`];
  const args = ['--selectProjects', suite, ...modeOf(suite), ...report, ...options];
  const exitCode = await run(process.execPath, [inRoot('node_modules/jest/bin/jest.js'), ...args], {
    env: jestEnv(),
    // --json prints the report to stdout too; the readable output goes to stderr.
    stdio: ['ignore', 'ignore', 'inherit'],
    timeoutMs: SUITE_TIMEOUT_MS,
  });
  return tallyReport(readReport(reportPath), exitCode);
};

/** Outcomes by need: what failed for one suite is not tried again for the next. */
const prepared = new Map();

const prepare = async (suite) => {
  for (const need of needsOf(suite)) {
    if (!prepared.has(need)) prepared.set(need, PREPARE[need]());
    await prepared.get(need);
  }
};

/** Runs one suite with all it needs and counts its tests; never throws for what a suite does wrong. */
export const runSuite = async (suite, { jestOptions, allowSkips }) => {
  console.log(`\n== ${suite}`);
  try {
    await prepare(suite);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`The suite ${suite} cannot run. ${error.message}`);
    return tallyUnstarted(`${suite}: ${error.message}`, { allowSkips });
  }
  return runJest(suite, jestOptions);
};
