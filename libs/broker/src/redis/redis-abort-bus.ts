import { abortOrderSchema } from '@chorale/protocol';
import type { AbortBus, AbortOrder, GatewayId } from '@chorale/speech';

import { isWholeRoute, TOMBSTONE_MS } from '../tombstone.js';

import type { RedisKeys } from './keys.js';
import { RedisBroadcast } from './redis-broadcast.js';
import type { RedisLink } from './redis-link.js';

/** Publishes orders on one channel; whole routes leave a tombstone for those who missed them. */
export class RedisAbortBus implements AbortBus {
  readonly #orders: RedisBroadcast<AbortOrder>;

  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
    openSubscriber: () => RedisLink,
    problem: (error: Error) => void,
  ) {
    const place = { name: keys.aborts, schema: abortOrderSchema };
    this.#orders = new RedisBroadcast({ ...place, openSubscriber, problem });
  }

  async publish(order: AbortOrder): Promise<void> {
    const tombstone = this.keys.tombstone(order.gateway, order.route);
    await this.link.run(async (client) => {
      const kept = isWholeRoute(order) ? client.set(tombstone, '1', 'PX', TOMBSTONE_MS) : null;
      const told = client.publish(this.keys.aborts, JSON.stringify(order));
      await Promise.all([kept, told]);
    });
  }

  async isAborted(gateway: GatewayId, route: number): Promise<boolean> {
    const tombstone = this.keys.tombstone(gateway, route);
    return (await this.link.run((client) => client.exists(tombstone))) === 1;
  }

  subscribe(listener: (order: AbortOrder) => void): Promise<() => Promise<void>> {
    return this.#orders.subscribe(listener);
  }

  close(): Promise<void> {
    return this.#orders.close();
  }
}
