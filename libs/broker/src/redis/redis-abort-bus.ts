import { abortOrderSchema } from '@chorale/protocol';
import type { AbortBus, AbortOrder, GatewayId } from '@chorale/speech';

import { isWholeRoute, TOMBSTONE_MS } from '../tombstone.js';

import type { RedisKeys } from './keys.js';
import type { BroadcastPlace } from './redis-broadcast.js';
import { RedisBus } from './redis-bus.js';
import type { RedisLink } from './redis-link.js';

/** Publishes orders on one channel; whole routes leave a tombstone for those who missed them. */
export class RedisAbortBus extends RedisBus<AbortOrder> implements AbortBus {
  constructor(
    link: RedisLink,
    private readonly keys: RedisKeys,
    hearing: Pick<BroadcastPlace<AbortOrder>, 'openSubscriber' | 'problem'>,
  ) {
    super(link, { name: keys.aborts, schema: abortOrderSchema, ...hearing });
  }

  override async publish(order: AbortOrder): Promise<void> {
    await Promise.all([isWholeRoute(order) ? this.#bury(order) : null, super.publish(order)]);
  }

  async isAborted(gateway: GatewayId, route: number): Promise<boolean> {
    const tombstone = this.keys.tombstone(gateway, route);
    return (await this.link.run((client) => client.exists(tombstone))) === 1;
  }

  #bury({ gateway, route }: AbortOrder): Promise<unknown> {
    const tombstone = this.keys.tombstone(gateway, route);
    return this.link.run((client) => client.set(tombstone, '1', 'PX', TOMBSTONE_MS));
  }
}
