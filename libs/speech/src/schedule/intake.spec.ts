import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { appetite } from './intake.js';
import type { IntakeState } from './intake.js';

const aWorker = (overrides: Partial<IntakeState> = {}): IntakeState => ({
  threads: 2,
  heldLookAhead: 0,
  firstChunkWorkMs: 0,
  soonDueWorkMs: 0,
  workersInClass: 4,
  ...overrides,
});

const anyWorker = fc.record({
  threads: fc.integer({ min: 1, max: 64 }),
  heldLookAhead: fc.nat({ max: 100 }),
  firstChunkWorkMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
  soonDueWorkMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
  workersInClass: fc.integer({ min: 1, max: 64 }),
});

describe(appetite.name, () => {
  it('wants urgent work, and one look-ahead sentence more than it has threads', () => {
    expect(appetite(aWorker())).toEqual({ urgent: 128, lookAhead: 3 });
  });

  it('takes urgent work with 60 ms of due work on two threads', () => {
    const busy = aWorker({ firstChunkWorkMs: 40, soonDueWorkMs: 20 });
    expect(appetite(busy).urgent).toBeGreaterThan(0);
  });

  it('leaves urgent work to others beyond that', () => {
    expect(appetite(aWorker({ firstChunkWorkMs: 40, soonDueWorkMs: 21 })).urgent).toBe(0);
  });

  it('has room for more due work on more threads', () => {
    const busy = aWorker({ threads: 8, firstChunkWorkMs: 140, soonDueWorkMs: 100 });
    expect(appetite(busy).urgent).toBeGreaterThan(0);
  });

  it('a single worker always takes urgent work', () => {
    fc.assert(
      fc.property(anyWorker, (state) => {
        expect(appetite({ ...state, workersInClass: 1 }).urgent).toBeGreaterThan(0);
      }),
    );
  });

  it.each([
    [2, 3],
    [3, 0],
    [4, 0],
  ])('with %i look-ahead sentences in hand it wants to hold %i', (heldLookAhead, wanted) => {
    expect(appetite(aWorker({ heldLookAhead })).lookAhead).toBe(wanted);
  });

  it('due work never changes the look-ahead, nor look-ahead the urgent', () => {
    fc.assert(
      fc.property(anyWorker, (state) => {
        const idle = appetite({ ...state, firstChunkWorkMs: 0, soonDueWorkMs: 0 });
        const empty = appetite({ ...state, heldLookAhead: 0 });
        expect(appetite(state)).toEqual({ urgent: empty.urgent, lookAhead: idle.lookAhead });
      }),
    );
  });
});
