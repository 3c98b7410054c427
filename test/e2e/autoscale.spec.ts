import { describe, expect, it, jest } from '@jest/globals';

import { simulate } from '../load/autoscale/simulation.js';

jest.setTimeout(120_000);

/** A worker makes four times real time; the rules are those of the chart, with short periods. */
const WORKERS = { threads: 1, realTimeFactor: 0.25 };
const RULES = {
  targets: { debtSeconds: 8, busySlots: 0.8 },
  ...{ min: 0, max: 3, cooldownMs: 1_500, stabilisationMs: 1_000 },
};

describe('a pool that is scaled by what a gateway says it owes', () => {
  it('wakes from nothing, grows with a burst, and goes to rest again, without losing a session', async () => {
    const { rows, sessions, sessionsFailed, mostReplicas, exits } = await simulate({
      ...WORKERS,
      rules: RULES,
      phases: [{ name: 'burst', seconds: 5, listeners: 6 }],
      everyMs: 300,
      onRow: () => undefined,
    });
    expect(rows[0]?.signal).toMatchObject({ workers: 0 });
    expect(mostReplicas).toBeGreaterThan(1);
    expect(rows.at(-1)).toMatchObject({ replicas: 0, sessionsOpen: 0 });
    expect({ sessions: sessions.length, sessionsFailed }).toEqual({
      sessions: 6,
      sessionsFailed: 0,
    });
    expect(exits).toEqual(Array.from({ length: exits.length }, () => 0));
    expect(exits.length).toBeGreaterThanOrEqual(mostReplicas);
  });
});
