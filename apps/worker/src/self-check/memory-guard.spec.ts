import { createLogger } from '@chorale/observability';
import { FakeClock } from '@chorale/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';

import { guardMemory } from './memory-guard.js';

const MIB = 1024 * 1024;

let clock: FakeClock;
let residentMb: number;
let excesses: number;
let logged: string[];

beforeEach(() => {
  clock = new FakeClock();
  [residentMb, excesses, logged] = [100, 0, []];
});

const guard = (limitMb: number | null): (() => void) =>
  guardMemory({
    limitMb,
    residentBytes: () => residentMb * MIB,
    clock,
    logger: createLogger({ name: 'test', level: 'info', write: (line) => void logged.push(line) }),
    onExcess: () => (excesses += 1),
  });

describe(guardMemory.name, () => {
  it('says once that the limit was passed, and writes it down', async () => {
    guard(100);
    await clock.advance(10_000);
    expect([excesses, logged]).toEqual([0, []]);
    residentMb = 101;
    await clock.advance(10_000);
    expect(excesses).toBe(1);
    expect(logged.join()).toContain('"residentMb":101,"limitMb":100');
  });

  it('does nothing without a limit', async () => {
    residentMb = 1e9;
    guard(null);
    await clock.advance(10_000);
    expect(excesses).toBe(0);
  });

  it('does not look any more once it was ended', async () => {
    guard(100)();
    residentMb = 101;
    await clock.advance(10_000);
    expect(excesses).toBe(0);
  });
});
