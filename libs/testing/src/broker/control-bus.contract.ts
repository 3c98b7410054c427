import type { ControlBus, ControlOrder } from '@chorale/speech';
import { gatewayId, workerId } from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import type { BrokerFactory, BrokerHarness } from './broker-harness.js';

const GATEWAY = gatewayId('gateway-1');
const WORKER = workerId('worker-1');

const ORDERS: readonly ControlOrder[] = [
  { kind: 'drainGateway', gateway: GATEWAY, draining: true },
  { kind: 'drainWorker', worker: WORKER, draining: false },
  { kind: 'cancelSession', gateway: GATEWAY, session: 'abc' },
  { kind: 'profile', gateway: GATEWAY, recording: '20261125T101530' },
  { kind: 'askText', gateway: GATEWAY, session: 'abc', asker: 'admin-1', question: 'q-1' },
];

/** States what every ControlBus must do, as tests. */
export const describeControlBusContract = (name: string, factory: BrokerFactory): void => {
  const { afterEach, beforeEach, describe, expect, it } = jestGlobals();
  describe(`${name}: control bus`, () => {
    let harness: BrokerHarness;
    let atAdmin: ControlBus;
    let atGateway: ControlBus;
    let atWorker: ControlBus;

    beforeEach(async () => {
      harness = await factory();
      atAdmin = harness.broker.adminPorts().controlBus;
      atGateway = harness.broker.gatewayPorts(GATEWAY).controlBus;
      atWorker = harness.broker.workerPorts(WORKER, 'default').controlBus;
    });

    afterEach(() => harness.close());

    it('brings orders to gateways and workers, in the order published', async () => {
      const heard: ControlOrder[] = [];
      const heardByWorker: ControlOrder[] = [];
      await atGateway.subscribe((order) => heard.push(order));
      await atWorker.subscribe((order) => heardByWorker.push(order));
      for (const order of ORDERS) await atAdmin.publish(order);
      await eventually(
        () => heard.length === ORDERS.length && heardByWorker.length === ORDERS.length,
      );
      expect(heard).toEqual(ORDERS);
      expect(heardByWorker).toEqual(ORDERS);
    });

    it('goes on after a listener that throws, and is silent to one that left', async () => {
      const heard: ControlOrder[] = [];
      const left: ControlOrder[] = [];
      await atGateway.subscribe(() => {
        throw new Error('clumsy');
      });
      const leave = await atGateway.subscribe((order) => left.push(order));
      await atGateway.subscribe((order) => heard.push(order));
      await leave();
      for (const order of ORDERS) await atAdmin.publish(order);
      await eventually(() => heard.length === ORDERS.length);
      expect(left).toEqual([]);
    });
  });
};
