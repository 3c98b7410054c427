import { describe, expect, it } from '@jest/globals';

import { LoginThrottle } from './login-throttle.js';

const fail = (throttle: LoginThrottle, times: number, address = 'a', now = 0): void => {
  for (let time = 0; time < times; time++) throttle.failed(address, now);
};

describe(LoginThrottle.name, () => {
  it('lets an address fail five times, then makes it wait for each further try', () => {
    const throttle = new LoginThrottle();
    fail(throttle, 4);
    expect(throttle.waitSeconds('a', 0)).toBe(0);
    fail(throttle, 1);
    expect(throttle.waitSeconds('a', 0)).toBe(12);
    expect(throttle.waitSeconds('a', 12_000)).toBe(0);
    fail(throttle, 1, 'a', 12_000);
    expect(throttle.waitSeconds('a', 12_000)).toBe(12);
  });

  it('holds one address against no other', () => {
    const throttle = new LoginThrottle();
    fail(throttle, 5);
    expect(throttle.waitSeconds('b', 0)).toBe(0);
  });

  it('slows all down when many addresses guess', () => {
    const throttle = new LoginThrottle();
    for (let address = 0; address < 120; address++) fail(throttle, 1, `address-${address}`);
    expect(throttle.waitSeconds('new', 0)).toBe(1);
    expect(throttle.waitSeconds('new', 1_000)).toBe(0);
  });

  it('forgets the failures of somebody who knows the token after all', () => {
    const throttle = new LoginThrottle();
    fail(throttle, 4);
    throttle.succeeded('a');
    fail(throttle, 4);
    expect(throttle.waitSeconds('a', 0)).toBe(0);
  });
});
