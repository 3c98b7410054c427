import type { ListenerMetrics } from '@chorale/observability';
import type { ContextEffect, ContextEvent, SentenceOrder, UtteranceConfig } from '@chorale/speech';

import type { ContextObserver } from '../sessions/context-observer.js';

import { audioBytesOf, bytesPerSecond } from './audio-sent.js';
import { FirstAudioClock } from './first-audio-clock.js';
import { ListenerClock } from './listener-clock.js';

/** Measures what the listener of one context notices. */
export class MetricsObserver implements ContextObserver {
  readonly #firstAudio = new FirstAudioClock();
  readonly #listener = new ListenerClock();
  /** When each attempt was queued, ms, by its sentence; until it starts. */
  readonly #queuedAt = new Map<string, number>();
  #config: UtteranceConfig | null = null;

  constructor(private readonly metrics: ListenerMetrics) {}

  onEvent(event: ContextEvent, now: number): void {
    if (event.kind === 'configured') this.#config = event.config;
    if (event.kind === 'started') this.#started(keyOf(event.address), now);
  }

  onEffect(effect: ContextEffect, now: number): void {
    if (effect.kind === 'openRoute') this.#firstAudio.opened(effect.route, now);
    if (effect.kind === 'enqueue') this.#queued(effect.order, now);
    if (effect.kind === 'releaseRoute' || effect.kind === 'abortRoute') this.#rest(effect.route);
    const bytes = audioBytesOf(effect);
    if (bytes > 0) this.#sent(bytes / bytesPerSecond(this.#config), now);
  }

  onClosed(): void {
    this.#queuedAt.clear();
  }

  #queued({ address }: SentenceOrder, now: number): void {
    this.#queuedAt.set(keyOf(address), now);
    if (address.attempt > 1) this.metrics.retried();
  }

  #started(key: string, now: number): void {
    const queuedAt = this.#queuedAt.get(key);
    if (queuedAt === undefined) return;
    this.#queuedAt.delete(key);
    this.metrics.queueWait((now - queuedAt) / 1000);
  }

  #rest(route: number): void {
    this.#listener.rest();
    this.#firstAudio.ended(route);
    for (const key of this.#queuedAt.keys())
      if (key.startsWith(`${route}/`)) this.#queuedAt.delete(key);
  }

  #sent(seconds: number, now: number): void {
    const waitedMs = this.#firstAudio.sent(now);
    if (waitedMs !== null) this.metrics.firstAudio(waitedMs / 1000);
    else this.metrics.slackAtSend(this.#listener.slackMs(now) / 1000);
    const gapMs = this.#listener.played(seconds, now);
    if (gapMs > 0) this.metrics.gap(gapMs / 1000);
  }
}

const keyOf = ({ route, seq }: { readonly route: number; readonly seq: number }): string =>
  `${route}/${seq}`;
