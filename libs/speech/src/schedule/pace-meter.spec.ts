import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { PaceMeter } from './pace-meter.js';

/** Notes a steady stream of equal units, each beginning as the last one ends. */
const work = (
  meter: PaceMeter,
  unit: { readonly busyMs: number; readonly audioSeconds: number },
  units: number,
  from = 0,
): number => {
  for (let count = 1; count <= units; count += 1)
    meter.note({ ...unit, endedAt: from + count * unit.busyMs });
  return from + units * unit.busyMs;
};

describe(PaceMeter.name, () => {
  it('knows no cost before any audio was made', () => {
    const meter = new PaceMeter(2);
    expect(meter.costPerAudioSecond).toBeNull();
    meter.note({ endedAt: 10, busyMs: 10, audioSeconds: 0 });
    expect(meter.costPerAudioSecond).toBeNull();
  });

  it('counts the encoder passes into the cost of the audio', () => {
    const meter = new PaceMeter(1);
    meter.note({ endedAt: 20, busyMs: 20, audioSeconds: 0 });
    meter.note({ endedAt: 60, busyMs: 40, audioSeconds: 0.5 });
    expect(meter.costPerAudioSecond).toBeCloseTo(0.12, 2);
  });

  it('follows a machine that became slower, within a few minutes of audio', () => {
    const meter = new PaceMeter(1);
    work(meter, { busyMs: 30, audioSeconds: 0.5 }, 1_000);
    work(meter, { busyMs: 90, audioSeconds: 0.5 }, 600);
    expect(meter.costPerAudioSecond).toBeGreaterThan(0.175);
    expect(meter.costPerAudioSecond).toBeLessThan(0.18);
  });

  it('takes the first wait for first audio as it is, and smooths those that follow', () => {
    const meter = new PaceMeter(1);
    expect(meter.firstChunkMs).toBeNull();
    meter.noteFirstChunk(50);
    expect(meter.firstChunkMs).toBe(50);
    meter.noteFirstChunk(150);
    expect(meter.firstChunkMs).toBeCloseTo(60, 6);
  });

  it('lies between the cheapest and the dearest unit', () => {
    const unit = fc.record({
      busyMs: fc.double({ min: 1, max: 500, noNaN: true }),
      audioSeconds: fc.double({ min: 0.05, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 30 }), (units) => {
        const meter = new PaceMeter(2);
        for (const each of units) meter.note({ ...each, endedAt: 0 });
        const costs = units.map(({ busyMs, audioSeconds }) => busyMs / 1000 / audioSeconds);
        expect(meter.costPerAudioSecond).toBeGreaterThanOrEqual(Math.min(...costs) * 0.999);
        expect(meter.costPerAudioSecond).toBeLessThanOrEqual(Math.max(...costs) * 1.001);
      }),
    );
  });

  it('shows one of two threads busy as half the load', () => {
    const meter = new PaceMeter(2);
    const now = work(meter, { busyMs: 20, audioSeconds: 0.25 }, 2_000);
    expect(meter.load(now)).toBeCloseTo(0.5, 2);
  });

  it('forgets the load of a worker that has nothing to do', () => {
    const meter = new PaceMeter(1);
    const now = work(meter, { busyMs: 20, audioSeconds: 0.25 }, 2_000);
    expect(meter.load(now)).toBeCloseTo(1, 2);
    expect(meter.load(now + 30_000)).toBeLessThan(0.01);
  });
});
