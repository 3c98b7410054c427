import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { admit } from './admission.js';
import type { ClassLoad } from './admission.js';

const aLoad = (overrides: Partial<ClassLoad> = {}): ClassLoad => ({
  liveSessions: 0,
  owedAudioSeconds: 0,
  costPerAudioSecond: 0.058,
  threads: 2,
  ...overrides,
});

const anyLoad = fc.record({
  liveSessions: fc.nat({ max: 2_000 }),
  owedAudioSeconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
  costPerAudioSecond: fc.double({ min: 0.001, max: 10, noNaN: true }),
  threads: fc.nat({ max: 128 }),
});

const refusals = { kind: 'refused', retryAfterMs: expect.any(Number) };

describe(admit.name, () => {
  it('lets 31 sessions onto two threads at the cost of the simulation', () => {
    expect(admit(aLoad({ liveSessions: 30 }))).toEqual({ kind: 'admitted' });
    expect(admit(aLoad({ liveSessions: 31 }))).toEqual(refusals);
  });

  it('asks to wait until one session of ten should have ended', () => {
    const load = { liveSessions: 10, costPerAudioSecond: 0.09, threads: 1, owedAudioSeconds: 100 };
    expect(admit(load)).toEqual({ kind: 'refused', retryAfterMs: 2_000 });
  });

  it('asks for a second at least', () => {
    expect(admit(aLoad({ liveSessions: 31 }))).toEqual({ kind: 'refused', retryAfterMs: 1_000 });
  });

  it('asks for half a minute at most', () => {
    const load = aLoad({ liveSessions: 31, owedAudioSeconds: 1e6 });
    expect(admit(load)).toEqual({ kind: 'refused', retryAfterMs: 30_000 });
  });

  it('without threads refuses everybody, for the longest time', () => {
    expect(admit(aLoad({ threads: 0 }))).toEqual({ kind: 'refused', retryAfterMs: 30_000 });
  });

  it('refuses a session that the threads could not serve alone', () => {
    const load = aLoad({ costPerAudioSecond: 3 });
    expect(admit(load)).toEqual({ kind: 'refused', retryAfterMs: 30_000 });
  });

  it('one session more never opens the door, one thread more never closes it', () => {
    fc.assert(
      fc.property(anyLoad, (load) => {
        const crowded = admit({ ...load, liveSessions: load.liveSessions + 1 });
        const stronger = admit({ ...load, threads: load.threads + 1 });
        if (admit(load).kind === 'refused') expect(crowded.kind).toBe('refused');
        else expect(stronger.kind).toBe('admitted');
      }),
    );
  });

  it('a refusal always says when to come back', () => {
    fc.assert(
      fc.property(anyLoad, (load) => {
        const admission = admit(load);
        fc.pre(admission.kind === 'refused');
        expect(Number.isInteger(admission.retryAfterMs)).toBe(true);
        expect(admission.retryAfterMs).toBeGreaterThanOrEqual(1_000);
        expect(admission.retryAfterMs).toBeLessThanOrEqual(30_000);
      }),
    );
  });
});
