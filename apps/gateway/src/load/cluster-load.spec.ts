import type { GatewayRegistry, OwedAudio, UtteranceConfig, WorkerRecord } from '@chorale/speech';
import { gatewayId } from '@chorale/speech';
import { createMemoryBroker } from '@chorale/broker';
import { aGatewayRecord, aWorkerRecord, FakeBrokerObserver, FakeClock } from '@chorale/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';

import type { VoiceLookup } from '../sessions/worker-directory.js';

import type { ClusterLoadParts } from './cluster-load.js';
import { ClusterLoad } from './cluster-load.js';

const HERE = gatewayId('here');
const THERE = gatewayId('there');
const VOICE = { id: 'v', language: 'en', engine: 'vits', nativeRate: 22_050, speakers: 1 };
const SPEAKS: OwedAudio = { seconds: 6, queuedSeconds: 4, hasListener: true, hasBegun: true };
const SILENT: OwedAudio = { seconds: 0, queuedSeconds: 0, hasListener: false, hasBegun: false };

/** Ten places, of which admission fills nine. */
const TEN = aWorkerRecord({ threads: 1, costPerAudioSecond: 0.1 });

let clock: FakeClock;
let workers: WorkerRecord[];
let reachable: boolean;
let registry: GatewayRegistry;
let other: GatewayRegistry;
let errors: unknown[];

beforeEach(() => {
  clock = new FakeClock();
  const broker = createMemoryBroker({ clock, observer: new FakeBrokerObserver() });
  registry = broker.gatewayPorts(HERE).gatewayRegistry;
  other = broker.gatewayPorts(THERE).gatewayRegistry;
  [workers, reachable, errors] = [[TEN], true, []];
});

const lookup = (): VoiceLookup => {
  const [first] = workers;
  if (first === undefined) return { kind: 'nobody' };
  return { kind: 'found', voice: VOICE, voiceClass: first.voiceClass };
};

const started = async (change: Partial<ClusterLoadParts> = {}): Promise<ClusterLoad> => {
  const load = new ClusterLoad({
    ...{ gateway: HERE, version: '1', host: 'h', registry, clock },
    rules: { limit: 0.9, tenantShare: 1 },
    directory: {
      get workers() {
        return workers;
      },
      get reachable() {
        return reachable;
      },
      lookup,
      voiceClasses: () => ['default'],
    },
    facts: () => ({ url: 'http://h:1', sessions: 3, draining: false, showsText: false }),
    onError: (error) => void errors.push(error),
    ...change,
  });
  await load.start();
  return load;
};

const crowd = (load: ClusterLoad, count: number, owed: OwedAudio = SPEAKS, tenant = 'acme') =>
  Array.from({ length: count }, () => {
    const context = { owed, config: null };
    load.track(context, tenant);
    return context;
  });

const demandThere = (voiceClass: string, liveSessions: number) =>
  aGatewayRecord({
    gateway: THERE,
    demand: [
      {
        ...{ voiceClass, liveSessions, owedAudioSeconds: 10, queuedAudioSeconds: 5 },
        tenants: [{ tenant: 'acme', liveSessions }],
      },
    ],
  });

describe(ClusterLoad.name, () => {
  describe('decides who may begin', () => {
    it('fills nine of ten places, and says when to come back', async () => {
      const load = await started();
      crowd(load, 8);
      expect(load.admit('acme')).toEqual({ kind: 'admitted' });
      crowd(load, 1);
      expect(load.admit('acme')).toMatchObject({ kind: 'refused', because: 'class' });
    });

    it('counts those who come together at once, although they have said nothing yet', async () => {
      const load = await started();
      for (let at = 0; at < 9; at += 1) {
        expect(load.admit('acme').kind).toBe('admitted');
        crowd(load, 1, SILENT);
      }
      expect(load.admit('acme').kind).toBe('refused');
    });

    it('keeps no place for those who stay silent', async () => {
      const load = await started();
      crowd(load, 500, SILENT);
      await clock.advance(10_000);
      expect(load.admit('acme')).toEqual({ kind: 'admitted' });
    });

    it('forgets who is gone', async () => {
      const load = await started();
      const [one] = crowd(load, 9);
      if (one !== undefined) load.forget(one);
      await clock.advance(100);
      expect(load.admit('acme')).toEqual({ kind: 'admitted' });
    });

    it('counts the sessions of other gateways', async () => {
      await other.announce(demandThere('default', 9));
      expect((await started()).admit('acme').kind).toBe('refused');
    });

    it('gives a tenant its share', async () => {
      const load = await started({ rules: { limit: 1, tenantShare: 0.3 } });
      crowd(load, 3);
      expect(load.admit('acme')).toMatchObject({ kind: 'refused', because: 'tenant' });
      expect(load.admit('other')).toEqual({ kind: 'admitted' });
    });

    it('turns away who named no voice only if every class is full', async () => {
      workers = [TEN, aWorkerRecord({ voiceClass: 'gpu', costPerAudioSecond: 0.01 })];
      const load = await started();
      crowd(load, 9);
      expect(load.admit('acme')).toEqual({ kind: 'admitted' });
      const config = {} as UtteranceConfig; // the lookup of this test does not read it
      expect(load.admit('acme', config).kind).toBe('refused');
    });

    it('lets everybody wait for a worker to wake', async () => {
      workers = [];
      const load = await started();
      crowd(load, 500);
      expect(load.admit('acme')).toEqual({ kind: 'admitted' });
    });
  });

  describe('announces this gateway', () => {
    it('every second, with what it owes', async () => {
      const load = await started();
      crowd(load, 2);
      await clock.advance(1_000);
      expect(await other.list()).toMatchObject([
        {
          ...{ gateway: HERE, version: '1', host: 'h', url: 'http://h:1', sessions: 3 },
          demand: [
            { voiceClass: 'default', liveSessions: 2, owedAudioSeconds: 12, queuedAudioSeconds: 8 },
          ],
        },
      ]);
      await clock.advance(30_000);
      expect(await other.list()).toHaveLength(1);
    });

    it('until it closes', async () => {
      const load = await started();
      await load.close();
      await clock.advance(5_000);
      expect(await other.list()).toEqual([]);
    });

    it('again after the broker was away', async () => {
      const announce = registry.announce.bind(registry);
      let isAway = true;
      registry.announce = (record) =>
        isAway ? Promise.reject(new Error('away')) : announce(record);
      await started();
      expect(errors).toHaveLength(1);
      isAway = false;
      await clock.advance(1_000);
      expect(await other.list()).toHaveLength(1);
    });
  });

  describe('tells scalers', () => {
    it('what is owed everywhere and what the workers can make', async () => {
      await other.announce(demandThere('default', 3));
      const load = await started();
      crowd(load, 2);
      expect(load.signal('default')).toMatchObject({
        ...{ class: 'default', debtSeconds: 13, owedSeconds: 22, liveSessions: 5 },
        ...{ workers: 1, slots: 1, capacity: 10 },
      });
    });

    it('what is owed without any worker', async () => {
      workers = [];
      const load = await started();
      crowd(load, 2);
      expect(load.signal('cpu')).toMatchObject({ debtSeconds: 8, workers: 0, capacity: null });
    });

    it('the same of all classes that were seen or are wanted, for the metrics', async () => {
      await other.announce(demandThere('gpu', 3));
      const load = await started();
      crowd(load, 2);
      expect(load.signals()).toEqual([load.signal('default'), load.signal('gpu')]);
    });

    it('nothing while the broker is away', async () => {
      const load = await started();
      reachable = false;
      expect(load.signal('default')).toBeNull();
      expect(load.signals()).toEqual([]);
    });

    it('nothing once what it knows of others may be gone', async () => {
      const load = await started();
      registry.list = () => Promise.reject(new Error('away'));
      await clock.advance(4_000);
      expect(load.signal('default')).not.toBeNull();
      await clock.advance(1_000);
      expect(load.signal('default')).toBeNull();
    });
  });
});
