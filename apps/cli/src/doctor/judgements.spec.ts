import { describe, expect, it } from '@jest/globals';

import { checkExposure } from './check-exposure.js';
import { checkNode } from './check-node.js';
import { judgeProviders } from './check-providers.js';
import { checkClock } from './check-redis.js';
import { bad, good, odd } from './finding.js';
import { isHealthy, reportJson, reportLines } from './report.js';

describe(checkNode.name, () => {
  it.each([
    ['20.19.0', 'good'],
    ['24.1.0', 'good'],
    ['20.18.9', 'bad'],
    ['18.20.0', 'bad'],
  ])('calls %s %s', (version, state) => {
    expect(checkNode(version).state).toBe(state);
  });
});

describe(checkClock.name, () => {
  it.each([
    [0, 'good'],
    [-250, 'good'],
    [3_000, 'odd'],
    [null, 'odd'],
  ])('calls an offset of %s ms %s', (offset, state) => {
    expect(checkClock(offset).state).toBe(state);
  });

  it('says which way this machine is off', () => {
    expect(checkClock(3_000).words).toContain('3000 ms behind Redis');
    expect(checkClock(-3_000).words).toContain('3000 ms ahead of Redis');
  });
});

describe(judgeProviders.name, () => {
  const cuda = { provider: 'cuda', refusedBecause: 'no driver' } as const;

  it('is content when one computes, and says why the others do not', () => {
    const findings = judgeProviders([cuda, { provider: 'cpu', refusedBecause: null }]);
    expect(findings.map(({ state }) => state)).toEqual(['odd', 'good']);
    expect(findings[0]?.words).toContain('no driver');
    expect(findings[1]?.words).toBe('cpu computes and will serve');
  });

  it('is not when none does', () => {
    expect(judgeProviders([cuda])).toMatchObject([{ state: 'bad' }]);
  });
});

describe(checkExposure.name, () => {
  const keyless = { API_KEYS: [], REQUIRE_API_KEY: false };

  it.each([
    ['a loopback address', { ...keyless, HOST: '127.0.0.1' }, 'good'],
    ['keys', { ...keyless, REQUIRE_API_KEY: true, HOST: '0.0.0.0' }, 'good'],
    ['neither', { ...keyless, HOST: '0.0.0.0' }, 'odd'],
  ])('with %s', (_what, settings, state) => {
    expect(checkExposure(settings).state).toBe(state);
  });
});

describe('the report', () => {
  const findings = [
    good('node', 'fine'),
    odd('clock', 'late', 'NTP'),
    bad('redis', 'gone', 'Start it.'),
  ];

  it('tells a person what to do', () => {
    expect(reportLines(findings)).toEqual([
      'ok   node       fine',
      'note clock      late',
      '                -> NTP',
      'BAD  redis      gone',
      '                -> Start it.',
      'Chorale cannot run here yet.',
    ]);
  });

  it('tells a program the same', () => {
    expect(JSON.parse(reportJson(findings))).toEqual({ healthy: false, findings });
  });

  it('calls oddities healthy', () => {
    expect(isHealthy(findings.slice(0, 2))).toBe(true);
  });
});
