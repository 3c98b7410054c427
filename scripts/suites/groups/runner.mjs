import JestRunner from 'jest-runner';

import { dealIntoGroups, ownerOf, timesOf } from './groups.mjs';

// Few, because each loads Jest and the code anew; several for each core, that none waits long for the other.
const GROUPS_PER_WORKER = 3;

const byPath = (one, other) => (one.path < other.path ? -1 : 1);

/** Makes one test file of several: Jest's worker is told of the others by the environment's options. */
const joined = (tests) => {
  const [first] = tests;
  if (tests.length === 1) return first;
  const testEnvironmentOptions = { specs: tests.map(({ path }) => path) };
  const config = { ...first.context.config, testEnvironmentOptions };
  return { ...first, tests, context: { ...first.context, config } };
};

const printedBy = (path, { console = [], parts }) => {
  const specs = parts.map(({ testFilePath }) => testFilePath);
  const printed = console.filter(({ origin }) => ownerOf(origin, specs) === path);
  return printed.length > 0 ? printed : undefined;
};

/** Gives one file its share of what a group's run left: its console output and its times. */
const completed = (part, group, { slowTestThreshold }) => {
  const { parts: _, ...rest } = group;
  return {
    ...rest,
    ...part,
    console: printedBy(part.testFilePath, group),
    perfStats: timesOf(part.testResults, group.perfStats, slowTestThreshold),
    skipped: part.testResults.length === part.numPendingTests,
  };
};

/** What Jest shall hear of each file when it is told of a group. */
const OF_EACH_FILE = {
  'test-file-success': ([{ tests, context }, result]) =>
    tests.map((test, n) => [test, completed(result.parts[n], result, context.config)]),
  'test-file-failure': ([{ tests }, error]) => tests.map((test) => [test, error]),
};

/**
 * Runs spec files in groups that share one environment, and reports on each as if it had run alone.
 * Jest's own way, an environment for every file, takes most of the time of a suite of small files.
 * With `-t`, which looks at whole names, and for snapshots, which belong to a file, it is not done.
 */
export default class GroupingRunner extends JestRunner {
  async runTests(tests, watcher, options) {
    const apart = this._globalConfig.testNamePattern !== undefined;
    const groups = dealIntoGroups(
      [...tests].sort(byPath),
      apart ? tests.length : this._globalConfig.maxWorkers * GROUPS_PER_WORKER,
    );
    return super.runTests(groups.map(joined), watcher, options);
  }

  on(event, listener) {
    return super.on(event, async (news) => {
      const [{ tests }] = news;
      const ofEach = tests === undefined ? undefined : OF_EACH_FILE[event];
      for (const one of ofEach?.(news) ?? [news]) await listener(one);
    });
  }
}
