import { abortOrderSchema } from '@chorale/protocol';
import type { AbortBus, AbortOrder, GatewayId } from '@chorale/speech';

import { guarded } from '../guarded.js';
import { isWholeRoute, TOMBSTONE_MS } from '../tombstone.js';

import type { RedisKeys } from './keys.js';
import type { RedisLink } from './redis-link.js';

type Listener = (order: AbortOrder) => void;

/** Publishes orders on one channel; whole routes leave a tombstone for those who missed them. */
export class RedisAbortBus implements AbortBus {
  readonly #listeners = new Set<{ readonly hear: Listener }>();
  #subscriber: RedisLink | null = null;

  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
    private readonly openSubscriber: () => RedisLink,
    private readonly problem: (error: Error) => void,
  ) {}

  async publish(order: AbortOrder): Promise<void> {
    await this.link.run(async (client) => {
      const message = client.publish(this.keys.aborts, JSON.stringify(order));
      const tombstone = this.keys.tombstone(order.gateway, order.route);
      const kept = isWholeRoute(order) ? client.set(tombstone, '1', 'PX', TOMBSTONE_MS) : null;
      await Promise.all([message, kept]);
    });
  }

  async isAborted(gateway: GatewayId, route: number): Promise<boolean> {
    const tombstone = this.keys.tombstone(gateway, route);
    return (await this.link.run((client) => client.exists(tombstone))) === 1;
  }

  async subscribe(listener: Listener): Promise<() => Promise<void>> {
    const entry = { hear: listener };
    this.#subscriber ??= this.#listen(this.openSubscriber());
    await this.#subscriber.run((client) => client.subscribe(this.keys.aborts));
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
      return Promise.resolve();
    };
  }

  close(): Promise<void> {
    this.#listeners.clear();
    this.#subscriber?.close();
    return Promise.resolve();
  }

  #listen(subscriber: RedisLink): RedisLink {
    subscriber.client.on('message', (_channel: string, message: string) => this.#hear(message));
    return subscriber;
  }

  #hear(message: string): void {
    const order = readOrder(message);
    if (order === null) return this.problem(new Error('an abort order was no abort order'));
    for (const { hear } of this.#listeners) guarded(() => hear(order), this.problem);
  }
}

const readOrder = (message: string): AbortOrder | null => {
  try {
    return abortOrderSchema.safeParse(JSON.parse(message)).data ?? null;
  } catch {
    return null; // not JSON
  }
};
