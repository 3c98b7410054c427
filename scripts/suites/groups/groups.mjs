/** Deals items, in their order, into at most `count` runs of about equal length; none is empty. */
export const dealIntoGroups = (items, count) => {
  const length = Math.max(1, Math.ceil(items.length / count));
  const starts = Array.from({ length: Math.ceil(items.length / length) }, (_, n) => n * length);
  return starts.map((start) => items.slice(start, start + length));
};

/** The spec file that a stack trace comes from: the first of a group when it names none of them. */
export const ownerOf = (stack, specs) => specs.find((spec) => stack.includes(spec)) ?? specs[0];

const countOf = (testResults, ...statuses) =>
  testResults.filter(({ status }) => statuses.includes(status)).length;

/** Jest's counts of the tests of one file. */
export const tallyTests = (testResults) => ({
  numFailingTests: countOf(testResults, 'failed'),
  numPassingTests: countOf(testResults, 'passed', 'focused'),
  numPendingTests: countOf(testResults, 'pending', 'skipped', 'disabled'),
  numTodoTests: countOf(testResults, 'todo'),
});

/** The results of the tests under a group's outermost block `title`, as if the block were not there. */
export const testsUnder = (title, testResults) =>
  testResults
    .filter(({ ancestorTitles }) => ancestorTitles[0] === title)
    .map((result) => ({
      ...result,
      ancestorTitles: result.ancestorTitles.slice(1),
      fullName: result.fullName.slice(title.length + 1),
    }));

/** When the tests of one file of a group ran, and for how long (ms; loading is not counted). */
export const timesOf = (testResults, groupTimes, slowAfterSeconds) => {
  const start = testResults[0]?.startAt ?? groupTimes.start;
  const runtime = testResults.reduce((sum, { duration }) => sum + (duration ?? 0), 0);
  const slow = runtime / 1000 > slowAfterSeconds;
  return { ...groupTimes, start, runtime, end: start + runtime, slow };
};
