import { type DueBus, type DueChange, gatewayId, workerId } from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import type { BrokerFactory, BrokerHarness } from './broker-harness.js';

const GATEWAY = gatewayId('gateway-1');

const changeTo = (due: number): DueChange => ({
  gateway: GATEWAY,
  ...{ route: 7, seq: 1, attempt: 1, fromSample: 0 },
  due,
});

/** States what every DueBus must do, as tests. */
export const describeDueBusContract = (name: string, factory: BrokerFactory): void => {
  const { afterEach, beforeEach, describe, expect, it } = jestGlobals();
  describe(`${name}: due bus`, () => {
    let harness: BrokerHarness;
    let atGateway: DueBus;

    beforeEach(async () => {
      harness = await factory();
      atGateway = harness.broker.gatewayPorts(GATEWAY).dueBus;
    });

    afterEach(() => harness.close());

    const hear = async (worker: string): Promise<{ heard: DueChange[]; bus: DueBus }> => {
      const bus = harness.broker.workerPorts(workerId(worker), 'default').dueBus;
      const heard: DueChange[] = [];
      await bus.subscribe((change) => heard.push(change));
      return { heard, bus };
    };

    it('brings changes to all workers, in the order published', async () => {
      const [one, other] = [await hear('worker-1'), await hear('worker-2')];
      const published = [changeTo(1_000.5), changeTo(900), changeTo(1_200)];
      for (const change of published) await atGateway.publish(change);
      await eventually(() => one.heard.length === 3 && other.heard.length === 3);
      expect(one.heard).toEqual(published);
      expect(other.heard).toEqual(published);
    });

    it('is silent after its close', async () => {
      const [one, other] = [await hear('worker-1'), await hear('worker-2')];
      await one.bus.close();
      await atGateway.publish(changeTo(1_000));
      await eventually(() => other.heard.length === 1);
      expect(one.heard).toEqual([]);
    });
  });
};
