import type { ListenerMetrics } from '@chorale/observability';
import type { ContextEffect, ContextEvent, SentenceOrder } from '@chorale/speech';
import { isOfRoute, sentenceKey } from '@chorale/speech';

import { type ContextObserver, endsRoute } from '../sessions/context-observer.js';

import type { Heard, ListenerWatch } from './listener-watch.js';

/** Measures what the listener of one context notices. */
export class MetricsObserver implements ContextObserver {
  /** When each attempt was queued, ms, by its sentence; until it starts. */
  readonly #queuedAt = new Map<string, number>();

  constructor(
    private readonly metrics: ListenerMetrics,
    listener: ListenerWatch,
  ) {
    listener.onHeard((heard) => this.#sent(heard));
  }

  onEvent(event: ContextEvent, now: number): void {
    if (event.kind === 'started') this.#started(sentenceKey(event.address), now);
  }

  onEffect(effect: ContextEffect, now: number): void {
    if (effect.kind === 'enqueue') this.#queued(effect.order, now);
    if (endsRoute(effect)) this.#forget(effect.route);
  }

  onClosed(): void {
    this.#queuedAt.clear();
  }

  #queued({ address }: SentenceOrder, now: number): void {
    this.#queuedAt.set(sentenceKey(address), now);
    if (address.attempt > 1) this.metrics.retried();
  }

  #started(key: string, now: number): void {
    const queuedAt = this.#queuedAt.get(key);
    if (queuedAt === undefined) return;
    this.#queuedAt.delete(key);
    this.metrics.queueWait((now - queuedAt) / 1000);
  }

  #forget(route: number): void {
    for (const key of this.#queuedAt.keys()) if (isOfRoute(key, route)) this.#queuedAt.delete(key);
  }

  #sent({ waitedMs, slackMs, gapMs }: Heard): void {
    if (waitedMs !== null) this.metrics.firstAudio(waitedMs / 1000);
    else this.metrics.slackAtSend(slackMs / 1000);
    if (gapMs > 0) this.metrics.gap(gapMs / 1000);
  }
}
