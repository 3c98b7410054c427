import { describe, expect, it } from '@jest/globals';

import type { ClassDemand } from '../ports/gateway-registry.js';
import { workerId } from '../ports/identifiers.js';
import type { WorkerRecord } from '../ports/worker-registry.js';
import { autoscaleSignal } from './autoscale.js';
import { classStanding } from './class-standing.js';

const aDemand = (change: Partial<ClassDemand> = {}): ClassDemand => ({
  ...{ voiceClass: 'cpu', liveSessions: 2, owedAudioSeconds: 50, queuedAudioSeconds: 20 },
  tenants: [{ tenant: 'acme', liveSessions: 2 }],
  ...change,
});

const aWorker = (change: Partial<WorkerRecord> = {}): WorkerRecord => ({
  ...{ worker: workerId('w'), voiceClass: 'cpu', voices: [], defaultVoice: 'v' },
  ...{ fingerprint: 'f', threads: 2, open: 1, draining: false, version: '1' },
  ...{ costPerAudioSecond: 0.1, load: 0.5, firstChunkMs: 40 },
  ...change,
});

const signalOf = (demands: readonly ClassDemand[], workers: readonly WorkerRecord[]) =>
  autoscaleSignal(classStanding('cpu', demands, workers));

describe(autoscaleSignal.name, () => {
  it('adds up what all gateways want and all workers can do', () => {
    expect(signalOf([aDemand(), aDemand()], [aWorker(), aWorker({ load: 1 })])).toEqual({
      class: 'cpu',
      debtSeconds: 40,
      busySlots: 3,
      workers: 2,
      slots: 4,
      capacity: 40,
      owedSeconds: 100,
      liveSessions: 4,
      predictedTtfaMs: 55,
    });
  });

  it('tells the debt without any worker, and that nobody can be heard', () => {
    expect(signalOf([aDemand()], [])).toMatchObject({
      ...{ debtSeconds: 20, busySlots: 0, workers: 0, slots: 0 },
      ...{ capacity: null, predictedTtfaMs: null },
    });
  });

  it('leaves other classes and workers that leave out of account', () => {
    const others = [aWorker({ voiceClass: 'gpu' }), aWorker({ draining: true })];
    expect(signalOf([aDemand({ voiceClass: 'gpu' })], others)).toMatchObject({
      ...{ debtSeconds: 0, workers: 0, liveSessions: 0 },
    });
  });

  it('wakes a class that sleeps for a voice that nobody was seen with, and no other', () => {
    const unplaced = aDemand({ voiceClass: '*' });
    expect(signalOf([unplaced], [])).toMatchObject({ debtSeconds: 20 });
    expect(signalOf([unplaced], [aWorker()])).toMatchObject({ debtSeconds: 0 });
    expect(signalOf([unplaced], [aWorker({ draining: true })])).toMatchObject({ debtSeconds: 0 });
  });

  it('weighs what workers measured by their threads, and waits for those who have not', () => {
    const slow = aWorker({ threads: 6, costPerAudioSecond: 0.3 });
    const fresh = aWorker({ threads: 8, costPerAudioSecond: null, firstChunkMs: null, load: 0 });
    const { capacity, predictedTtfaMs } = signalOf([], [aWorker(), slow, fresh]);
    expect(capacity).toBeCloseTo(16 / 0.25, 3);
    expect(predictedTtfaMs).toBe(55);
  });

  it('adds the queue to the prediction only where listeners want more than can be made', () => {
    const crowd = aDemand({ liveSessions: 25, queuedAudioSeconds: 60 });
    expect(signalOf([crowd], [aWorker()]).predictedTtfaMs).toBe(15 + 40 + 3_000);
    expect(signalOf([crowd], [aWorker({ threads: 4 })]).predictedTtfaMs).toBe(55);
  });
});
