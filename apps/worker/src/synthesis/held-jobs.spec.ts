import { type AbortOrder, gatewayId, jobId } from '@chorale/speech';
import { aSynthesisJob } from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';

import { HeldJobs } from './held-jobs.js';

const HERE = gatewayId('here');
const jobs = [
  aSynthesisJob({ gateway: HERE, route: 1, seq: 0, attempt: 1 }),
  aSynthesisJob({ gateway: HERE, route: 1, seq: 1, attempt: 2 }),
  aSynthesisJob({ gateway: HERE, route: 2, seq: 0, attempt: 1 }),
  aSynthesisJob({ gateway: gatewayId('elsewhere'), route: 1, seq: 0, attempt: 1 }),
];
const ids = jobs.map(jobId);

const anOrder = (change: Partial<AbortOrder>): AbortOrder => ({
  gateway: HERE,
  route: 1,
  seq: null,
  attemptBelow: null,
  reason: 'client_gone',
  ...change,
});

const allHeld = (): HeldJobs => {
  const held = new HeldJobs();
  jobs.forEach((job) => held.hold(job));
  return held;
};

describe(HeldJobs.name, () => {
  it.each([
    { what: 'a whole route of one gateway', order: {}, meant: [0, 1] },
    { what: 'one sentence', order: { seq: 1 }, meant: [1] },
    { what: 'old attempts of one sentence', order: { seq: 1, attemptBelow: 2 }, meant: [] },
    { what: 'old attempts of a route', order: { attemptBelow: 2 }, meant: [0] },
    { what: 'a route it does not hold', order: { route: 9 }, meant: [] },
  ])('finds the jobs of $what', ({ order, meant }) => {
    expect(allHeld().meantBy(anOrder(order))).toEqual(meant.map((index) => ids[index]));
  });

  it('finds the jobs of a gateway', () => {
    expect(allHeld().of(HERE)).toEqual(ids.slice(0, 3));
  });

  it('forgets a released job', () => {
    const held = new HeldJobs();
    const releases = jobs.map((job) => held.hold(job));
    releases[0]?.();
    expect(held.ids).toEqual(ids.slice(1));
    expect(held.size).toBe(3);
  });
});
