import type { ControlBus, ControlOrder } from '@chorale/speech';

import type { MemoryChannel } from './memory-channel.js';
import { MemorySubscriptions } from './memory-channel.js';

/** Carries operators' orders within one process. */
export class MemoryControlBus implements ControlBus {
  readonly #subscriptions: MemorySubscriptions<ControlOrder>;

  constructor(private readonly channel: MemoryChannel<ControlOrder>) {
    this.#subscriptions = new MemorySubscriptions(channel);
  }

  publish(order: ControlOrder): Promise<void> {
    this.channel.publish(order);
    return Promise.resolve();
  }

  subscribe(listener: (order: ControlOrder) => void): Promise<() => Promise<void>> {
    return this.#subscriptions.subscribe(listener);
  }

  close(): Promise<void> {
    return this.#subscriptions.close();
  }
}
