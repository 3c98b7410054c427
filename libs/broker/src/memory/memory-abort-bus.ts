import type { AbortBus, AbortOrder, Clock, GatewayId } from '@chorale/speech';

import { isWholeRoute, TOMBSTONE_MS } from '../tombstone.js';

import { MemoryBus } from './memory-bus.js';
import type { MemoryChannel } from './memory-channel.js';

type Route = Pick<AbortOrder, 'gateway' | 'route'>;

/** The routes of one process that were aborted as a whole a short while ago. */
export class DeadRoutes {
  readonly #deadUntil = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  note(order: AbortOrder): void {
    this.#forgetExpired();
    if (isWholeRoute(order)) this.#deadUntil.set(routeKey(order), this.clock.now() + TOMBSTONE_MS);
  }

  has(route: Route): boolean {
    return (this.#deadUntil.get(routeKey(route)) ?? -Infinity) > this.clock.now();
  }

  /** Entries stand in the order in which they expire. */
  #forgetExpired(): void {
    for (const [key, until] of this.#deadUntil) {
      if (until > this.clock.now()) return;
      this.#deadUntil.delete(key);
    }
  }
}

/** Tells workers of the same process to stop work. */
export class MemoryAbortBus extends MemoryBus<AbortOrder> implements AbortBus {
  constructor(
    channel: MemoryChannel<AbortOrder>,
    private readonly dead: DeadRoutes,
  ) {
    super(channel);
  }

  override publish(order: AbortOrder): Promise<void> {
    this.dead.note(order);
    return super.publish(order);
  }

  isAborted(gateway: GatewayId, route: number): Promise<boolean> {
    return Promise.resolve(this.dead.has({ gateway, route }));
  }
}

const routeKey = ({ gateway, route }: Route): string => `${gateway} ${route}`;
