import { abortOrderSchema, readJson } from '@chorale/protocol';
import type { AbortBus, AbortOrder, GatewayId } from '@chorale/speech';

import { guarded } from '../guarded.js';
import { isWholeRoute, TOMBSTONE_MS } from '../tombstone.js';

import type { RedisKeys } from './keys.js';
import { pause } from './pause.js';
import type { RedisLink } from './redis-link.js';

/** Between two looks at an idle subscription. */
const PING_MS = 5_000;

type Listener = (order: AbortOrder) => void;

/** Publishes orders on one channel; whole routes leave a tombstone for those who missed them. */
export class RedisAbortBus implements AbortBus {
  readonly #listeners = new Set<{ readonly hear: Listener }>();
  readonly #closing = new AbortController();
  #subscriber: RedisLink | null = null;

  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
    private readonly openSubscriber: () => RedisLink,
    private readonly problem: (error: Error) => void,
  ) {}

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
    this.#closing.abort();
    this.#listeners.clear();
    this.#subscriber?.close();
    return Promise.resolve();
  }

  #listen(subscriber: RedisLink): RedisLink {
    subscriber.client.on('message', (_channel: string, message: string) => this.#hear(message));
    void this.#keepAwake(subscriber);
    return subscriber;
  }

  /** Silence is normal on a subscription; only an overdue answer shows that it is half-open. */
  async #keepAwake(subscriber: RedisLink): Promise<void> {
    while (await pause(PING_MS, this.#closing.signal)) {
      await subscriber.run((client) => client.ping()).catch(this.problem);
    }
  }

  #hear(message: string): void {
    const order = readJson(message, abortOrderSchema);
    if (order === null) return this.problem(new Error('an abort order was no abort order'));
    for (const { hear } of this.#listeners) guarded(() => hear(order), this.problem);
  }
}
