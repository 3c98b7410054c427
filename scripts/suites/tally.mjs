/** Counts of one suite; `skips` says what was skipped, and why where the test's name tells. */
const NOTHING = { passed: 0, failed: 0, skipped: 0, skips: [] };

const skippedTests = ({ testResults = [] }) =>
  testResults
    .flatMap(({ assertionResults = [] }) => assertionResults)
    .filter(({ status }) => status === 'pending' || status === 'todo')
    .map(({ fullName }) => fullName);

/**
 * Counts what Jest reported. A file that did not run, and a run that failed for any reason that is
 * not a failed test (no test found, a crash: no report), count as one failure each.
 */
export const tallyReport = (report, exitCode) => {
  if (report === null) return { ...NOTHING, failed: 1 };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
    skips: skippedTests(report),
  };
};

/** Counts a suite that could not be started as one failure, or as one skip if that is allowed. */
export const tallyUnstarted = (reason, { allowSkips }) =>
  allowSkips ? { ...NOTHING, skipped: 1, skips: [reason] } : { ...NOTHING, failed: 1 };

const sum = (tallies, field) => tallies.reduce((total, tally) => total + tally[field], 0);

/** The last line of every test run. */
export const summaryLine = (tallies) =>
  ['passed', 'failed', 'skipped'].map((field) => `${sum(tallies, field)} ${field}`).join(', ');

/** True if a run may be called good: something passed and nothing failed. */
export const isGreen = (tallies) => sum(tallies, 'failed') === 0 && sum(tallies, 'passed') > 0;
