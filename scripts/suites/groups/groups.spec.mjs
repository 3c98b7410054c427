import { describe, expect, it } from '@jest/globals';

import { dealIntoGroups, ownerOf, tallyTests, testsUnder, timesOf } from './groups.mjs';

describe(dealIntoGroups.name, () => {
  it('keeps neighbours together', () => {
    expect(dealIntoGroups([1, 2, 3, 4, 5], 2)).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('leaves out groups that would be empty', () => {
    expect(dealIntoGroups([1, 2, 3, 4], 3)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(dealIntoGroups([1], 6)).toEqual([[1]]);
    expect(dealIntoGroups([], 6)).toEqual([]);
  });
});

describe(ownerOf.name, () => {
  it('finds the spec that a stack names', () => {
    expect(ownerOf('at x (/a/two.spec.ts:3:1)', ['/a/one.spec.ts', '/a/two.spec.ts'])).toBe(
      '/a/two.spec.ts',
    );
  });

  it('holds the first one answerable for what names none', () => {
    expect(ownerOf('at node:events', ['/a/one.spec.ts', '/a/two.spec.ts'])).toBe('/a/one.spec.ts');
  });
});

describe(tallyTests.name, () => {
  it('counts every outcome', () => {
    const statuses = ['passed', 'passed', 'failed', 'pending', 'todo'];
    expect(tallyTests(statuses.map((status) => ({ status })))).toEqual({
      numFailingTests: 1,
      numPassingTests: 2,
      numPendingTests: 1,
      numTodoTests: 1,
    });
  });
});

describe(testsUnder.name, () => {
  it('takes the tests of one file, named as if the file had run alone', () => {
    const results = [
      { ancestorTitles: ['a.ts', 'a word'], fullName: 'a.ts a word is spoken' },
      { ancestorTitles: ['b.ts'], fullName: 'b.ts is silent' },
    ];
    expect(testsUnder('a.ts', results)).toEqual([
      { ancestorTitles: ['a word'], fullName: 'a word is spoken' },
    ]);
  });
});

describe(timesOf.name, () => {
  const group = { start: 100, end: 900, runtime: 800, slow: false };

  it('adds up the tests of a file', () => {
    const results = [
      { startAt: 200, duration: 30 },
      { startAt: 300, duration: null },
      { startAt: 400, duration: 20 },
    ];
    expect(timesOf(results, group, 5)).toEqual({ start: 200, end: 250, runtime: 50, slow: false });
  });

  it('calls a file slow that took longer than Jest allows', () => {
    expect(timesOf([{ startAt: 0, duration: 6000 }], group, 5).slow).toBe(true);
  });

  it('lets a file without tests start with its group', () => {
    expect(timesOf([], group, 5)).toMatchObject({ start: 100, runtime: 0 });
  });
});
