import type { AbortBus, AbortOrder, Clock, GatewayId } from '@chorale/speech';

import { guarded } from '../guarded.js';
import { isWholeRoute, TOMBSTONE_MS } from '../tombstone.js';

type Listener = (order: AbortOrder) => void;

/** The orders of one process: who hears them, and which routes are dead. */
export class MemoryAbortOrders {
  readonly #listeners = new Set<Listener>();
  readonly #deadUntil = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly problem: (error: Error) => void,
  ) {}

  publish(order: AbortOrder): void {
    this.#forgetExpired();
    if (isWholeRoute(order)) this.#deadUntil.set(routeKey(order), this.clock.now() + TOMBSTONE_MS);
    const heard = { ...order };
    setImmediate(() => this.#tell(heard));
  }

  isDead(route: Pick<AbortOrder, 'gateway' | 'route'>): boolean {
    return (this.#deadUntil.get(routeKey(route)) ?? -Infinity) > this.clock.now();
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(order: AbortOrder): void {
    for (const listener of this.#listeners) guarded(() => listener(order), this.problem);
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
export class MemoryAbortBus implements AbortBus {
  readonly #subscriptions = new Set<() => void>();

  constructor(private readonly orders: MemoryAbortOrders) {}

  publish(order: AbortOrder): Promise<void> {
    this.orders.publish(order);
    return Promise.resolve();
  }

  isAborted(gateway: GatewayId, route: number): Promise<boolean> {
    return Promise.resolve(this.orders.isDead({ gateway, route }));
  }

  subscribe(listener: Listener): Promise<() => Promise<void>> {
    const stop = this.orders.listen((order) => listener(order));
    this.#subscriptions.add(stop);
    const unsubscribe = (): Promise<void> => {
      this.#subscriptions.delete(stop);
      stop();
      return Promise.resolve();
    };
    return Promise.resolve(unsubscribe);
  }

  close(): Promise<void> {
    this.#subscriptions.forEach((stop) => stop());
    this.#subscriptions.clear();
    return Promise.resolve();
  }
}

const routeKey = ({ gateway, route }: Pick<AbortOrder, 'gateway' | 'route'>): string =>
  `${gateway} ${route}`;
