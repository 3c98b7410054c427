import { controlOrderSchema } from '@chorale/protocol';
import type { ControlBus, ControlOrder } from '@chorale/speech';

import type { RedisKeys } from './keys.js';
import { RedisBroadcast } from './redis-broadcast.js';
import type { RedisLink } from './redis-link.js';

/** Publishes operators' orders on one channel. */
export class RedisControlBus implements ControlBus {
  readonly #orders: RedisBroadcast<ControlOrder>;

  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
    openSubscriber: () => RedisLink,
    problem: (error: Error) => void,
  ) {
    const place = { name: keys.control, schema: controlOrderSchema };
    this.#orders = new RedisBroadcast({ ...place, openSubscriber, problem });
  }

  async publish(order: ControlOrder): Promise<void> {
    await this.link.run((client) => client.publish(this.keys.control, JSON.stringify(order)));
  }

  subscribe(listener: (order: ControlOrder) => void): Promise<() => Promise<void>> {
    return this.#orders.subscribe(listener);
  }

  close(): Promise<void> {
    return this.#orders.close();
  }
}
