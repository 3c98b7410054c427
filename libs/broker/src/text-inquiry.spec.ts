import { type ControlOrder, gatewayId, type TextReply } from '@chorale/speech';
import { FakeClock } from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';

import { BrokerUnavailable } from './broker-unavailable.js';
import { BusTextInquiry } from './text-inquiry.js';

const OF = { gateway: gatewayId('gateway-1'), session: 'session-1' };
const PATIENCE_MS = 1_000;

/** A bus for orders and one for replies; each fails as often as it is told to, and a gateway answers at once. */
class FakeBuses {
  failures = { subscribe: 0, publish: 0 };
  subscriptions = 0;
  readonly control = { publish: (order: ControlOrder) => this.#publish(order) };
  readonly replies = {
    subscribe: (hear: (reply: TextReply) => void) => this.#subscribe(hear),
    close: () => Promise.resolve(),
  };
  #hear: (reply: TextReply) => void = () => undefined;

  #subscribe(hear: (reply: TextReply) => void): Promise<() => Promise<void>> {
    if (this.failures.subscribe-- > 0) return Promise.reject(new BrokerUnavailable('unreachable'));
    this.subscriptions += 1;
    this.#hear = hear;
    return Promise.resolve(() => Promise.resolve());
  }

  #publish(order: ControlOrder): Promise<void> {
    if (this.failures.publish-- > 0) return Promise.reject(new BrokerUnavailable('unreachable'));
    if (order.kind === 'askText')
      this.#hear({ question: order.question, answer: { kind: 'ended' } });
    return Promise.resolve();
  }
}

const anInquiry = () => {
  const buses = new FakeBuses();
  const { control, replies } = buses;
  const inquiry = new BusTextInquiry({
    asker: 'admin-1',
    clock: new FakeClock(),
    control,
    replies,
  });
  return { buses, inquiry };
};

describe(BusTextInquiry.name, () => {
  it.each(['subscribe', 'publish'] as const)(
    'fails at once where the broker cannot be reached, and works when it can: %s',
    async (step) => {
      const { buses, inquiry } = anInquiry();
      buses.failures[step] = 1;
      await expect(inquiry.ask(OF, PATIENCE_MS)).rejects.toThrow(BrokerUnavailable);
      expect(await inquiry.ask(OF, PATIENCE_MS)).toEqual({ kind: 'ended' });
    },
  );

  it('listens once, however often it asks', async () => {
    const { buses, inquiry } = anInquiry();
    for (let time = 0; time < 3; time += 1) await inquiry.ask(OF, PATIENCE_MS);
    expect(buses.subscriptions).toBe(1);
  });
});
