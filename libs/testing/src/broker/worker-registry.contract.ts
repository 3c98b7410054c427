import { gatewayId, VoiceSetMismatch, workerId, type WorkerRegistry } from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import type { BrokerFactory, BrokerHarness } from './broker-harness.js';
import { aWorkerRecord } from './factories.js';

const FIRST = workerId('worker-1');
const SECOND = workerId('worker-2');
const ALAN = { id: 'alan', language: 'en-GB', engine: 'vits', nativeRate: 16_000, speakers: 1 };
const EVA = { id: 'eva', language: 'de-DE', engine: 'vits', nativeRate: 22_050, speakers: 1 };

/** States what every WorkerRegistry must do, as tests. */
export const describeWorkerRegistryContract = (name: string, factory: BrokerFactory): void => {
  const { afterEach, beforeEach, describe, expect, it } = jestGlobals();
  describe(`${name}: worker registry`, () => {
    let harness: BrokerHarness;
    let atGateway: WorkerRegistry;
    let atFirst: WorkerRegistry;
    let atSecond: WorkerRegistry;

    beforeEach(async () => {
      harness = await factory();
      atGateway = harness.broker.gatewayPorts(gatewayId('gateway-1')).workerRegistry;
      atFirst = harness.broker.workerPorts(FIRST, 'default').workerRegistry;
      atSecond = harness.broker.workerPorts(SECOND, 'default').workerRegistry;
    });

    afterEach(() => harness.close());

    const listed = async (): Promise<readonly string[]> =>
      (await atGateway.list()).map((record) => record.worker).sort();

    it('knows nobody at first', async () => {
      expect(await atGateway.list()).toEqual([]);
    });

    it('lists what a worker says about itself', async () => {
      const record = aWorkerRecord({ voices: [ALAN, EVA], draining: true, open: 3 });
      await atFirst.announce(record);
      expect(await atGateway.list()).toEqual([record]);
    });

    it('keeps the latest record of each worker', async () => {
      await atFirst.announce(aWorkerRecord({ worker: FIRST, open: 1 }));
      await atSecond.announce(aWorkerRecord({ worker: SECOND, open: 1 }));
      await atFirst.announce(aWorkerRecord({ worker: FIRST, open: 2 }));
      expect(await listed()).toEqual([FIRST, SECOND]);
      expect(await atGateway.list()).toContainEqual(aWorkerRecord({ worker: FIRST, open: 2 }));
    });

    it('forgets a worker that withdraws', async () => {
      await atFirst.announce(aWorkerRecord({ worker: FIRST }));
      await atSecond.announce(aWorkerRecord({ worker: SECOND }));
      await atFirst.withdraw(FIRST);
      expect(await listed()).toEqual([SECOND]);
    });

    it('lets anybody withdraw a worker, and one that is unknown', async () => {
      await atFirst.announce(aWorkerRecord({ worker: FIRST }));
      await atGateway.withdraw(FIRST);
      await atGateway.withdraw(SECOND);
      expect(await atGateway.list()).toEqual([]);
    });

    it('forgets a worker that is silent', async () => {
      await atFirst.announce(aWorkerRecord());
      await harness.elapse(5_001);
      await eventually(async () => (await atGateway.list()).length === 0);
    });

    it('refuses a worker with other voices than its class', async () => {
      await atFirst.announce(aWorkerRecord({ worker: FIRST, voices: [ALAN] }));
      const refused = atSecond.announce(aWorkerRecord({ worker: SECOND, voices: [ALAN, EVA] }));
      await expect(refused).rejects.toBeInstanceOf(VoiceSetMismatch);
      expect(await listed()).toEqual([FIRST]);
    });

    it('names the worker and the class that it refuses', async () => {
      await atFirst.announce(aWorkerRecord({ worker: FIRST }));
      const refused = atSecond.announce(aWorkerRecord({ worker: SECOND, voices: [] }));
      await expect(refused).rejects.toThrow(/class default .* worker-2/);
    });

    it.each([
      ['another language', { ...ALAN, language: 'en-US' }],
      ['another rate', { ...ALAN, nativeRate: 22_050 }],
      ['another number of speakers', { ...ALAN, speakers: 2 }],
    ])('refuses a voice of the same name with %s', async (_what, voice) => {
      await atFirst.announce(aWorkerRecord({ worker: FIRST, voices: [ALAN] }));
      const refused = atSecond.announce(aWorkerRecord({ worker: SECOND, voices: [voice] }));
      await expect(refused).rejects.toBeInstanceOf(VoiceSetMismatch);
    });

    it('does not mind in which order voices are listed', async () => {
      await atFirst.announce(aWorkerRecord({ worker: FIRST, voices: [ALAN, EVA] }));
      await atSecond.announce(aWorkerRecord({ worker: SECOND, voices: [EVA, ALAN] }));
      expect(await listed()).toEqual([FIRST, SECOND]);
    });

    it('lets other classes have other voices', async () => {
      await atFirst.announce(aWorkerRecord({ worker: FIRST, voices: [ALAN] }));
      await atSecond.announce(
        aWorkerRecord({ worker: SECOND, voices: [EVA], voiceClass: 'german' }),
      );
      expect(await listed()).toEqual([FIRST, SECOND]);
    });

    it('lets a worker that is alone in its class change its voices', async () => {
      await atFirst.announce(aWorkerRecord({ voices: [ALAN] }));
      await atFirst.announce(aWorkerRecord({ voices: [EVA] }));
      expect(await atGateway.list()).toMatchObject([{ voices: [EVA] }]);
    });

    it('accepts other voices once the last worker that served the former is gone', async () => {
      await atFirst.announce(aWorkerRecord({ worker: FIRST, voices: [ALAN] }));
      await atFirst.withdraw(FIRST);
      await atSecond.announce(aWorkerRecord({ worker: SECOND, voices: [EVA] }));
      expect(await listed()).toEqual([SECOND]);
    });

    it('does not hold a silent worker against others', async () => {
      await atFirst.announce(aWorkerRecord({ worker: FIRST, voices: [ALAN] }));
      await harness.elapse(5_001);
      await eventually(async () => {
        await atSecond.announce(aWorkerRecord({ worker: SECOND, voices: [EVA] }));
        return true;
      });
      expect(await listed()).toEqual([SECOND]);
    });
  });
};
