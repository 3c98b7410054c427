import { relative } from 'node:path';

import jestCircus from 'jest-circus/runner';
import { formatExecError, formatResultsErrors } from 'jest-message-util';

import { ownerOf, tallyTests, testsUnder } from './groups.mjs';

/** Notes Jest's state and its `describe` when it sets up the environment. */
const watchSetup = (environment) => {
  const jest = { environment };
  environment.handleTestEvent = (event, state) => {
    if (event.name === 'setup') Object.assign(jest, { ...event.runtimeGlobals, state });
  };
  return jest;
};

const TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');

/** Gives a timeout (ms) to the tests and hooks of a block that have none of their own. */
const limit = (block, timeout) => {
  for (const each of [...block.hooks, ...block.children]) {
    if (each.type === 'describeBlock') limit(each, timeout);
    else each.timeout ??= timeout;
  }
};

/** Keeps what `jest.setTimeout` asked for to the spec that asked. */
const takeTimeout = (environment, block) => {
  const timeout = environment.global[TIMEOUT];
  if (timeout !== undefined) limit(block, timeout);
  delete environment.global[TIMEOUT];
};

/** Imports a spec into a block of its own, its hooks too; one that cannot be imported is a failed test there. */
const importApart = async ({ describe, test, state, environment }, title, load) => {
  const root = state.currentDescribeBlock;
  describe(title, () => undefined);
  const block = root.children.at(-1);
  state.currentDescribeBlock = block;
  try {
    await load();
  } catch (error) {
    state.currentDescribeBlock = block; // it may have failed in a block of its own
    test('can be loaded', () => {
      throw error;
    });
  } finally {
    takeTimeout(environment, block);
    state.currentDescribeBlock = root;
  }
};

/** One file's share of a group's result. */
const partOf = (path, title, group, format) => {
  const testResults = testsUnder(title, group.testResults);
  const owned = group.testExecError && ownerOf(group.testExecError.stack, group.specs) === path;
  const testExecError = owned ? group.testExecError : undefined;
  return {
    ...tallyTests(testResults),
    testFilePath: path,
    testResults,
    testExecError,
    failureMessage: format(path, testResults, testExecError),
  };
};

const formatter = (config, globalConfig) => (path, testResults, testExecError) => {
  const messages = [
    formatResultsErrors(testResults, config, globalConfig, path),
    testExecError && formatExecError(testExecError, config, globalConfig, path),
  ].filter(Boolean);
  return messages.length > 0 ? messages.join('\n\n') : null;
};

/**
 * Runs the spec files that `runner.mjs` put together (`specs` of the environment's options) in one
 * environment: what they import is loaded once. A file alone runs as Jest always runs it.
 */
const runGroup = async (...args) => {
  const [globalConfig, config, environment, runtime, testPath] = args;
  const run = () => jestCircus.default(...args);
  const { specs } = config.testEnvironmentOptions;
  if (specs === undefined) return run();

  const jest = watchSetup(environment);
  const titleOf = (path) => relative(config.rootDir, path);
  const load = runtime.unstable_importModule.bind(runtime);
  runtime.unstable_importModule = async (path, ...rest) => {
    if (path !== testPath) return load(path, ...rest);
    for (const spec of specs) await importApart(jest, titleOf(spec), () => load(spec));
  };
  const result = await run();
  const format = formatter(config, globalConfig);
  const parts = specs.map((spec) => partOf(spec, titleOf(spec), { ...result, specs }, format));
  return { ...result, parts };
};

export default runGroup;
