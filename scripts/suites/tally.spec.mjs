import { describe, expect, it } from '@jest/globals';

import { isGreen, summaryLine, tallyReport, tallyUnstarted } from './tally.mjs';

const aReport = (fields = {}) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [],
  ...fields,
});

const aTally = (fields = {}) => ({ passed: 0, failed: 0, skipped: 0, skips: [], ...fields });

describe(tallyReport.name, () => {
  it('counts passed and failed tests', () => {
    const report = aReport({ numPassedTests: 7, numFailedTests: 2 });
    expect(tallyReport(report, 1)).toMatchObject({ passed: 7, failed: 2, skipped: 0 });
  });

  it('counts pending and todo tests as skipped, and names them', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'a' },
      { status: 'pending', fullName: 'b needs a GPU' },
      { status: 'todo', fullName: 'c' },
    ];
    const report = aReport({
      numPassedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [{ assertionResults }],
    });
    expect(tallyReport(report, 0)).toMatchObject({ skipped: 2, skips: ['b needs a GPU', 'c'] });
  });

  it('counts a file that did not run as a failure', () => {
    const report = aReport({ numPassedTests: 3, numRuntimeErrorTestSuites: 1 });
    expect(tallyReport(report, 1)).toMatchObject({ passed: 3, failed: 1 });
  });

  it('counts a run without any test as a failure', () => {
    expect(tallyReport(aReport(), 1)).toMatchObject({ failed: 1 });
  });

  it('counts a run that left no report as a failure', () => {
    expect(tallyReport(null, 0)).toEqual(aTally({ failed: 1 }));
  });
});

describe(tallyUnstarted.name, () => {
  it('is a failure unless skips are allowed', () => {
    expect(tallyUnstarted('no redis', { allowSkips: false })).toEqual(aTally({ failed: 1 }));
    expect(tallyUnstarted('no redis', { allowSkips: true })).toEqual(
      aTally({ skipped: 1, skips: ['no redis'] }),
    );
  });
});

describe(summaryLine.name, () => {
  it('adds up all suites', () => {
    const tallies = [aTally({ passed: 3, skipped: 1 }), aTally({ passed: 4, failed: 2 })];
    expect(summaryLine(tallies)).toBe('7 passed, 2 failed, 1 skipped');
  });
});

describe(isGreen.name, () => {
  it('wants something passed and nothing failed', () => {
    expect(isGreen([aTally({ passed: 1 }), aTally({ skipped: 1 })])).toBe(true);
    expect(isGreen([aTally({ passed: 1, failed: 1 })])).toBe(false);
    expect(isGreen([aTally({ skipped: 1 })])).toBe(false);
    expect(isGreen([])).toBe(false);
  });
});
