import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { admit } from './admission.js';
import type { AdmissionRules, ClassUse } from './admission.js';

const RULES: AdmissionRules = { limit: 0.9, tenantShare: 1 };

const aUse = (overrides: Partial<ClassUse> = {}): ClassUse => ({
  liveSessions: 0,
  owedAudioSeconds: 0,
  costPerAudioSecond: 0.058,
  threads: 2,
  tenants: new Map(),
  ...overrides,
});

const admission = (use: Partial<ClassUse>, rules: Partial<AdmissionRules> = {}, tenant = 'acme') =>
  admit(aUse(use), tenant, { ...RULES, ...rules });

const anyUse = fc.record({
  liveSessions: fc.nat({ max: 2_000 }),
  owedAudioSeconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
  costPerAudioSecond: fc.option(fc.double({ min: 0.001, max: 10, noNaN: true })),
  threads: fc.nat({ max: 128 }),
  tenants: fc.constant(new Map<string, number>()),
});

const ADMITTED = { kind: 'admitted' };
const refusedFor = (retryAfterMs: unknown, because = 'class') => ({
  kind: 'refused',
  because,
  retryAfterMs,
});

describe(admit.name, () => {
  it('lets 31 sessions onto two threads at the cost of the simulation', () => {
    expect(admission({ liveSessions: 30 })).toEqual(ADMITTED);
    expect(admission({ liveSessions: 31 })).toEqual(refusedFor(expect.any(Number)));
  });

  it('fills the threads as far as it is told', () => {
    expect(admission({ liveSessions: 16 }, { limit: 0.5 })).toEqual(ADMITTED);
    expect(admission({ liveSessions: 17 }, { limit: 0.5 })).toMatchObject({ kind: 'refused' });
    expect(admission({ liveSessions: 5_000 }, { limit: 0 })).toEqual(ADMITTED);
  });

  it('asks to wait until one session of ten should have ended', () => {
    const use = { liveSessions: 10, costPerAudioSecond: 0.09, threads: 1, owedAudioSeconds: 100 };
    expect(admission(use)).toEqual(refusedFor(2_000));
  });

  it('asks for a second at least, and for half a minute at most', () => {
    expect(admission({ liveSessions: 31 })).toEqual(refusedFor(1_000));
    expect(admission({ liveSessions: 31, owedAudioSeconds: 1e6 })).toEqual(refusedFor(30_000));
  });

  it('admits whoever waits for a worker to wake', () => {
    expect(admission({ liveSessions: 500, threads: 0 })).toEqual(ADMITTED);
  });

  it('admits all until the cost was measured', () => {
    expect(admission({ liveSessions: 500, costPerAudioSecond: null })).toEqual(ADMITTED);
  });

  it('admits one listener to threads too slow for any, and then nobody', () => {
    expect(admission({ costPerAudioSecond: 3 })).toEqual(ADMITTED);
    expect(admission({ costPerAudioSecond: 3, liveSessions: 1 })).toEqual(refusedFor(30_000));
  });

  describe('of a tenant', () => {
    const quarter = { tenantShare: 0.25 };

    it('gives it no more than its share of the places', () => {
      const use = (own: number) => ({ liveSessions: 10, tenants: new Map([['acme', own]]) });
      expect(admission(use(6), quarter)).toEqual(ADMITTED);
      expect(admission(use(7), quarter)).toEqual(refusedFor(expect.any(Number), 'tenant'));
      expect(admission(use(7), quarter, 'other')).toEqual(ADMITTED);
    });

    it('never refuses its first session while there is room', () => {
      expect(
        admission({ liveSessions: 1, costPerAudioSecond: 0.8 }, { tenantShare: 0.01 }),
      ).toEqual(ADMITTED);
    });

    it('judges when to come back by what is its own', () => {
      const use = {
        ...{ liveSessions: 20, owedAudioSeconds: 200, costPerAudioSecond: 0.045, threads: 2 },
        tenants: new Map([['acme', 10]]),
      };
      expect(admission(use, quarter)).toEqual(refusedFor(2_000, 'tenant'));
    });
  });

  it('one session more never opens the door, one thread more never closes it', () => {
    fc.assert(
      fc.property(anyUse, (use) => {
        const ofOne = (other: Partial<ClassUse>) => admit({ ...use, ...other }, 'acme', RULES).kind;
        const crowded = ofOne({ liveSessions: use.liveSessions + 1 });
        if (ofOne({}) === 'refused') expect(crowded).toBe('refused');
        else if (use.threads > 0) expect(ofOne({ threads: use.threads + 1 })).toBe('admitted');
      }),
    );
  });

  it('a refusal always says when to come back', () => {
    fc.assert(
      fc.property(anyUse, (use) => {
        const outcome = admit(use, 'acme', RULES);
        fc.pre(outcome.kind === 'refused');
        expect(Number.isInteger(outcome.retryAfterMs)).toBe(true);
        expect(outcome.retryAfterMs).toBeGreaterThanOrEqual(1_000);
        expect(outcome.retryAfterMs).toBeLessThanOrEqual(30_000);
      }),
    );
  });
});
