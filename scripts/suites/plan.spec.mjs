import { describe, expect, it } from '@jest/globals';

import jestConfig from '../../jest.config.js';
import { needsOf, readPlan } from './plan.mjs';

const known = ['unit', 'integration', 'e2e'];

describe(readPlan.name, () => {
  it('runs every suite when none is named', () => {
    expect(readPlan([], known)).toEqual({ suites: known, jestOptions: [] });
  });

  it('runs the named suites in the given order', () => {
    expect(readPlan(['e2e', 'unit'], known).suites).toEqual(['e2e', 'unit']);
  });

  it('hands options on to Jest', () => {
    expect(readPlan(['unit', '--', '-t', 'holds'], known)).toEqual({
      suites: ['unit'],
      jestOptions: ['-t', 'holds'],
    });
  });

  it('refuses a suite that does not exist', () => {
    expect(() => readPlan(['unitt'], known)).toThrow(
      'No such suite: unitt. There are: unit, integration, e2e.',
    );
  });
});

describe(needsOf.name, () => {
  it('lets unit tests run without a build or a server', () => {
    expect(needsOf('unit')).toEqual([]);
  });

  it('builds for every suite that starts processes', () => {
    const unbuilt = ['unit', 'deploy'];
    const others = jestConfig.projects.filter(({ displayName }) => !unbuilt.includes(displayName));
    for (const { displayName } of others) expect(needsOf(displayName)).toContain('build');
  });
});
