import { type AbortBus, type AbortOrder, gatewayId, workerId } from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import type { BrokerFactory, BrokerHarness } from './broker-harness.js';

const GATEWAY = gatewayId('gateway-1');
const WHOLE_ROUTE: AbortOrder = {
  gateway: GATEWAY,
  route: 7,
  seq: null,
  attemptBelow: null,
  reason: 'client_gone',
};

/** States what every AbortBus must do, as tests. */
export const describeAbortBusContract = (name: string, factory: BrokerFactory): void => {
  const { afterEach, beforeEach, describe, expect, it } = jestGlobals();
  describe(`${name}: abort bus`, () => {
    let harness: BrokerHarness;
    let atGateway: AbortBus;
    let atWorker: AbortBus;
    let orders: AbortOrder[];

    beforeEach(async () => {
      harness = await factory();
      atGateway = harness.broker.gatewayPorts(GATEWAY).abortBus;
      atWorker = harness.broker.workerPorts(workerId('worker-1'), 'default').abortBus;
      orders = [];
    });

    afterEach(() => harness.close());

    it('brings orders to every subscriber, in the order published', async () => {
      const second = harness.broker.workerPorts(workerId('worker-2'), 'default').abortBus;
      const heardBySecond: AbortOrder[] = [];
      await atWorker.subscribe((order) => orders.push(order));
      await second.subscribe((order) => heardBySecond.push(order));
      const published = [
        WHOLE_ROUTE,
        { ...WHOLE_ROUTE, seq: 2 },
        { ...WHOLE_ROUTE, attemptBelow: 3 },
      ];
      for (const order of published) await atGateway.publish(order);
      await eventually(() => orders.length === 3 && heardBySecond.length === 3);
      expect(orders).toEqual(published);
      expect(heardBySecond).toEqual(published);
    });

    it('brings an order to each listener of one subscriber', async () => {
      const others: AbortOrder[] = [];
      await atWorker.subscribe((order) => orders.push(order));
      await atWorker.subscribe((order) => others.push(order));
      await atGateway.publish(WHOLE_ROUTE);
      await eventually(() => orders.length === 1 && others.length === 1);
    });

    it('is silent after the subscription ended', async () => {
      const heardByOther: AbortOrder[] = [];
      const unsubscribe = await atWorker.subscribe((order) => orders.push(order));
      await atWorker.subscribe((order) => heardByOther.push(order));
      await unsubscribe();
      await atGateway.publish(WHOLE_ROUTE);
      await eventually(() => heardByOther.length === 1);
      expect(orders).toEqual([]);
    });

    it('remembers a whole route that was aborted', async () => {
      expect(await atWorker.isAborted(GATEWAY, 7)).toBe(false);
      await atGateway.publish(WHOLE_ROUTE);
      expect(await atWorker.isAborted(GATEWAY, 7)).toBe(true);
      expect(await atWorker.isAborted(GATEWAY, 8)).toBe(false);
      expect(await atWorker.isAborted(gatewayId('gateway-2'), 7)).toBe(false);
    });

    it('does not take a route for dead when only a part of it was aborted', async () => {
      await atGateway.publish({ ...WHOLE_ROUTE, seq: 2 });
      await atGateway.publish({ ...WHOLE_ROUTE, attemptBelow: 2 });
      expect(await atWorker.isAborted(GATEWAY, 7)).toBe(false);
    });

    it('goes on after a listener that throws', async () => {
      await atWorker.subscribe(() => {
        throw new Error('clumsy');
      });
      await atWorker.subscribe((order) => orders.push(order));
      await atGateway.publish(WHOLE_ROUTE);
      await atGateway.publish(WHOLE_ROUTE);
      await eventually(() => orders.length === 2);
    });
  });
};
