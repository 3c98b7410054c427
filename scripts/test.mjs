/**
 * npm test -- [suite…] [Jest options…]
 *
 * Installs and builds what is missing, runs the Jest projects one after the other, and ends with
 * "N passed, N failed, N skipped". What a suite needs and cannot get (Redis, a browser, a voice)
 * fails it, unless ALLOW_SKIPS=1.
 */
import jestConfig from '../jest.config.js';
import { SetupError } from './setup/command.mjs';
import { installPackages } from './setup/packages.mjs';
import { readPlan } from './suites/plan.mjs';
import { runSuite } from './suites/run-suite.mjs';
import { isGreen, summaryLine } from './suites/tally.mjs';

const timed = async (suite, work) => {
  const startedAt = performance.now();
  return { suite, ...(await work()), seconds: (performance.now() - startedAt) / 1000 };
};

const row = ({ suite, seconds, ...tally }) =>
  `${suite.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s   ${summaryLine([tally])}`;

const report = (results) => {
  console.log('');
  for (const { skips } of results) for (const skip of skips) console.log(`skipped: ${skip}`);
  for (const result of results) console.log(row(result));
  console.log(summaryLine(results));
};

const main = async () => {
  const known = jestConfig.projects.map(({ displayName }) => displayName);
  const { suites, jestOptions } = readPlan(process.argv.slice(2), known);
  const options = { jestOptions, allowSkips: process.env.ALLOW_SKIPS === '1' };
  await installPackages();
  const results = [];
  for (const suite of suites) results.push(await timed(suite, () => runSuite(suite, options)));
  report(results);
  return isGreen(results);
};

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
