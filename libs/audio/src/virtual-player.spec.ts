import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { VirtualPlayer } from './virtual-player.js';

const played = (...arrivals: readonly (readonly [nowMs: number, seconds: number])[]) => {
  const player = new VirtualPlayer();
  for (const [nowMs, seconds] of arrivals) player.receive(nowMs, seconds);
  return player.report;
};

describe(VirtualPlayer.name, () => {
  it('has nothing to tell when nothing came', () => {
    expect(played()).toMatchObject({ startedAtMs: null, audioSeconds: 0, underruns: 0 });
  });

  it('starts with the first samples, whenever they come', () => {
    expect(played([5_000, 0.1])).toMatchObject({ startedAtMs: 5_000, underruns: 0 });
  });

  it('plays without a gap what comes in time', () => {
    expect(played([0, 0.1], [100, 0.5], [150, 0.2], [700, 0.1])).toMatchObject({
      audioSeconds: 0.9,
      underruns: 0,
      silentMs: 0,
    });
  });

  it('counts each gap and its length', () => {
    expect(played([0, 0.1], [150, 0.1], [300, 0.1])).toMatchObject({
      underruns: 2,
      silentMs: 100,
      worstSilenceMs: 50,
    });
  });

  it('passes over empty frames', () => {
    expect(played([0, 0], [50, 0.1])).toMatchObject({ startedAtMs: 50 });
  });

  it('never has an underrun when all came at once, and never plays more than came', () => {
    const arrival = fc.tuple(fc.nat(10_000), fc.integer({ min: 1, max: 2_000 }));
    fc.assert(
      fc.property(fc.array(arrival, { minLength: 1 }), (arrivals) => {
        const inOrder = arrivals
          .map(([nowMs, ms]) => [nowMs, ms / 1000] as const)
          .sort((a, b) => a[0] - b[0]);
        const report = played(...inOrder);
        const total = inOrder.reduce((sum, [, seconds]) => sum + seconds, 0);
        expect(report.audioSeconds).toBeCloseTo(total);
        expect(report.silentMs).toBeLessThanOrEqual(report.lastAtMs - (report.startedAtMs ?? 0));
        expect(played(...inOrder.map(([, seconds]) => [0, seconds] as const)).underruns).toBe(0);
      }),
    );
  });
});
