import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { FakeScaler, type ScalingRules } from './fake-scaler.js';

const RULES: ScalingRules = {
  targets: { debtSeconds: 16, busySlots: 3.2 },
  ...{ min: 0, max: 10, cooldownMs: 5_000, stabilisationMs: 3_000 },
};

const debt = (debtSeconds: number, busySlots = 0) => ({ debtSeconds, busySlots });

let scaler: FakeScaler;

beforeEach(() => {
  scaler = new FakeScaler(RULES);
});

describe(FakeScaler.name, () => {
  it('wakes the first worker for anything at all, and none for nothing', () => {
    expect(scaler.next(debt(0), 0, 0)).toBe(0);
    expect(scaler.next(debt(0.1), 0, 1_000)).toBe(1);
  });

  it('adds a worker for every target that is exceeded, by the figure that wants most', () => {
    expect(scaler.next(debt(60), 2, 0)).toBe(4);
    expect(scaler.next(debt(0, 12), 2, 1_000)).toBe(4);
  });

  it('at most doubles, or adds four, in one step, up to its limit', () => {
    expect(scaler.next(debt(1_000), 1, 0)).toBe(5);
    expect(scaler.next(debt(1_000), 5, 1_000)).toBe(10);
    expect(scaler.next(debt(1_000), 10, 2_000)).toBe(10);
  });

  it('lets small differences be', () => {
    expect(scaler.next(debt(34), 2, 0)).toBe(2);
    expect(scaler.next(debt(36), 2, 0)).toBe(3);
  });

  it('takes one at a time away, once fewer were wanted for long enough', () => {
    expect(scaler.next(debt(60), 4, 0)).toBe(4);
    expect(scaler.next(debt(10), 4, 1_000)).toBe(4);
    expect(scaler.next(debt(10), 4, 3_001)).toBe(3);
    expect(scaler.next(debt(10), 3, 4_001)).toBe(2);
  });

  it('lets the last one go after the cooldown, and not before', () => {
    expect(scaler.next(debt(1), 1, 0)).toBe(1);
    expect(scaler.next(debt(0), 1, 4_999)).toBe(1);
    expect(scaler.next(debt(0), 1, 5_000)).toBe(0);
  });

  it('keeps as many as there are to stay, with nothing to do', () => {
    const kept = new FakeScaler({ ...RULES, min: 2 });
    expect(kept.next(debt(0), 0, 0)).toBe(2);
    expect(kept.next(debt(0), 3, 60_000)).toBe(2);
  });

  it('changes nothing while nothing can be known', () => {
    scaler.next(debt(1), 4, 0);
    expect(scaler.next(null, 4, 60_000)).toBe(4);
  });

  it('never leaves its bounds', () => {
    const figure = fc.double({ min: 0, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(fc.array(figure, { maxLength: 30 }), (figures) => {
        const any = new FakeScaler(RULES);
        let replicas = 0;
        for (const [step, value] of figures.entries()) {
          const next = any.next(debt(value), replicas, step * 1_000);
          expect(next).toBeGreaterThanOrEqual(value > 0 ? 1 : 0);
          expect(next).toBeLessThanOrEqual(RULES.max);
          replicas = next;
        }
      }),
      { numRuns: 50 },
    );
  });
});
