import { gatewayId, type GatewayRegistry, workerId } from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import type { BrokerFactory, BrokerHarness } from './broker-harness.js';
import { aGatewayRecord } from './factories.js';

const FIRST = gatewayId('gateway-1');
const SECOND = gatewayId('gateway-2');

/** States what every GatewayRegistry must do, as tests. */
export const describeGatewayRegistryContract = (name: string, factory: BrokerFactory): void => {
  const { afterEach, beforeEach, describe, expect, it } = jestGlobals();
  describe(`${name}: gateway registry`, () => {
    let harness: BrokerHarness;
    let atFirst: GatewayRegistry;
    let atSecond: GatewayRegistry;

    beforeEach(async () => {
      harness = await factory();
      atFirst = harness.broker.gatewayPorts(FIRST).gatewayRegistry;
      atSecond = harness.broker.gatewayPorts(SECOND).gatewayRegistry;
    });

    afterEach(() => harness.close());

    const listed = async (): Promise<readonly string[]> =>
      (await atFirst.list()).map((record) => record.gateway).sort();

    it('knows nobody at first', async () => {
      expect(await atFirst.list()).toEqual([]);
    });

    it('lists what a gateway says about itself', async () => {
      const record = aGatewayRecord({ draining: true, sessions: 7 });
      await atFirst.announce(record);
      expect(await atSecond.list()).toEqual([record]);
    });

    it('shows workers and onlookers the same', async () => {
      await atFirst.announce(aGatewayRecord());
      const { gatewayRegistry } = harness.broker.workerPorts(workerId('worker-1'), 'default');
      expect(await gatewayRegistry.list()).toEqual([aGatewayRecord()]);
      expect(await harness.broker.gatewayRegistry().list()).toEqual([aGatewayRecord()]);
    });

    it('keeps the latest record of each gateway', async () => {
      await atFirst.announce(aGatewayRecord({ gateway: FIRST, sessions: 1 }));
      await atSecond.announce(aGatewayRecord({ gateway: SECOND, sessions: 1 }));
      await atFirst.announce(aGatewayRecord({ gateway: FIRST, sessions: 2 }));
      expect(await listed()).toEqual([FIRST, SECOND]);
      expect(await atSecond.list()).toContainEqual(aGatewayRecord({ gateway: FIRST, sessions: 2 }));
    });

    it('forgets a gateway that withdraws', async () => {
      await atFirst.announce(aGatewayRecord({ gateway: FIRST }));
      await atSecond.announce(aGatewayRecord({ gateway: SECOND }));
      await atSecond.withdraw(SECOND);
      await atSecond.withdraw(SECOND);
      expect(await listed()).toEqual([FIRST]);
    });

    it('forgets a gateway that is silent', async () => {
      await atFirst.announce(aGatewayRecord());
      await harness.elapse(5_001);
      await eventually(async () => (await atFirst.list()).length === 0);
    });
  });
};
