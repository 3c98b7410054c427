import type {
  Clock,
  FeedBatch,
  FeedDemand,
  FeedSnapshot,
  GatewayId,
  SessionFeed,
  SessionSummary,
  SessionWatch,
} from '@chorale/speech';

import { FEED_ASKED_MS, FEED_KEPT_MS, MAX_FOLLOWED } from '../feed-bounds.js';

import type { MemoryChannel } from './memory-channel.js';
import { MemorySubscriptions } from './memory-channel.js';

interface Kept {
  readonly sequence: number;
  readonly sessions: ReadonlyMap<string, SessionSummary>;
  readonly until: number;
}

/** What onlookers want and what gateways left for them, within one process. */
export class MemoryFeedState {
  readonly #kept = new Map<GatewayId, Kept>();
  readonly #followedUntil = new Map<string, number>();
  #watchedUntil = -Infinity;

  constructor(private readonly clock: Clock) {}

  ask(followed: readonly string[]): void {
    const until = this.clock.now() + FEED_ASKED_MS;
    this.#watchedUntil = until;
    for (const session of followed) this.#followedUntil.set(session, until);
  }

  demand(): FeedDemand {
    const now = this.clock.now();
    if (this.#watchedUntil <= now) return { watched: false, followed: [] };
    for (const [session, until] of this.#followedUntil)
      if (until <= now) this.#followedUntil.delete(session);
    return { watched: true, followed: [...this.#followedUntil.keys()].slice(0, MAX_FOLLOWED) };
  }

  keep({ gateway, sequence, whole, sessions, ended }: FeedBatch): void {
    const before = whole ? undefined : this.#kept.get(gateway)?.sessions;
    const now = new Map(before);
    for (const session of ended) now.delete(session);
    for (const summary of sessions) now.set(summary.session, summary);
    this.#kept.set(gateway, { sequence, sessions: now, until: this.clock.now() + FEED_KEPT_MS });
  }

  snapshot(gateway: GatewayId): FeedSnapshot | null {
    const kept = this.#kept.get(gateway);
    if (kept === undefined || kept.until <= this.clock.now()) return null;
    return structuredClone({ sequence: kept.sequence, sessions: [...kept.sessions.values()] });
  }
}

/** Tells onlookers of the same process. */
export class MemorySessionFeed implements SessionFeed {
  constructor(
    private readonly state: MemoryFeedState,
    private readonly channel: MemoryChannel<FeedBatch>,
  ) {}

  demand(): Promise<FeedDemand> {
    return Promise.resolve(this.state.demand());
  }

  publish(batch: FeedBatch): Promise<FeedDemand> {
    const demand = this.state.demand();
    if (demand.watched) {
      this.state.keep(batch);
      this.channel.publish(batch);
    }
    return Promise.resolve(demand);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Looks on within the same process. */
export class MemorySessionWatch implements SessionWatch {
  readonly #subscriptions: MemorySubscriptions<FeedBatch>;

  constructor(
    private readonly state: MemoryFeedState,
    channel: MemoryChannel<FeedBatch>,
  ) {
    this.#subscriptions = new MemorySubscriptions(channel);
  }

  ask(followed: readonly string[]): Promise<void> {
    this.state.ask(followed);
    return Promise.resolve();
  }

  snapshot(gateway: GatewayId): Promise<FeedSnapshot | null> {
    return Promise.resolve(this.state.snapshot(gateway));
  }

  subscribe(listener: (batch: FeedBatch) => void): Promise<() => Promise<void>> {
    return this.#subscriptions.subscribe(listener);
  }

  close(): Promise<void> {
    return this.#subscriptions.close();
  }
}
