import type { MemoryChannel } from './memory-channel.js';
import { MemorySubscriptions } from './memory-channel.js';

/** Carries messages of one kind within one process: orders of operators, changes of due times. */
export class MemoryBus<T> {
  readonly #subscriptions: MemorySubscriptions<T>;

  constructor(private readonly channel: MemoryChannel<T>) {
    this.#subscriptions = new MemorySubscriptions(channel);
  }

  publish(message: T): Promise<void> {
    this.channel.publish(message);
    return Promise.resolve();
  }

  subscribe(listener: (message: T) => void): Promise<() => Promise<void>> {
    return this.#subscriptions.subscribe(listener);
  }

  close(): Promise<void> {
    return this.#subscriptions.close();
  }
}
