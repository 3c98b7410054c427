import { describe, expect, it } from '@jest/globals';

import { causeOf } from './causes.js';

const QUIET = { gateway: null, wasReset: false, wasRedisAway: false, wasRedisEmptied: false };

describe(causeOf.name, () => {
  it.each([
    [1001, { gateway: 'dismissed' }, 'gateway drained'],
    [1006, { gateway: 'killed' }, 'gateway killed'],
    [1006, { wasReset: true }, 'socket reset'],
    [1013, { wasRedisAway: true }, 'Redis away'],
    [4004, { wasRedisEmptied: true }, 'lost with Redis'],
  ] as const)('explains %i by what was done: %j', (code, done, cause) => {
    expect(causeOf(code, { ...QUIET, ...done })).toBe(cause);
  });

  it.each([1000, 1001, 1006, 1008, 1011, 1013, 4003, 4004, 4008, 4009])(
    'excuses no %i to which nothing was done',
    (code) => {
      expect(causeOf(code, QUIET)).toBeNull();
    },
  );

  it.each([
    ['an abrupt end by a gateway that drains', 1006, { gateway: 'dismissed' }],
    ['an abrupt end by a gateway that died by itself', 1006, { gateway: 'ended by itself' }],
    ['an abrupt end because Redis is away', 1006, { wasRedisAway: true, wasRedisEmptied: true }],
    ['a goodbye of a gateway that nobody stopped', 1001, { wasReset: true, wasRedisAway: true }],
    ['a session forgotten although Redis kept it', 4004, { gateway: 'killed', wasRedisAway: true }],
  ] as const)('does not excuse %s', (_, code, done) => {
    expect(causeOf(code, { ...QUIET, ...done })).toBeNull();
  });
});
