import type { ContextEffect, ContextEvent, SentenceOrder, UtteranceConfig } from '@chorale/speech';

import { type ContextObserver, endsRoute } from '../sessions/context-observer.js';

import { audioBytesOf, bytesPerSecond, isListenedTo } from './audio-sent.js';
import { FirstAudioClock } from './first-audio-clock.js';
import { ListenerClock } from './listener-clock.js';
import { TextWatch } from './text-watch.js';

/** What audio that goes out means to its listener; ms. */
export interface Heard {
  /** How long its utterance waited for it; null if it is not the first of it. */
  readonly waitedMs: number | null;
  /** What the listener still had in hand. */
  readonly slackMs: number;
  /** For how long the listener had nothing to hear; 0 where that cannot be noticed. */
  readonly gapMs: number;
}

/** Follows what the listener of one context hears, once for all who want to know. */
export class ListenerWatch implements ContextObserver {
  readonly #hearers: ((heard: Heard) => void)[] = [];
  readonly #firstAudio = new FirstAudioClock();
  readonly #listener = new ListenerClock();
  readonly #text = new TextWatch();
  /** By route, in the order in which they are spoken: a client may be ahead with the next config. */
  readonly #configs = new Map<number, UtteranceConfig>();
  #config: UtteranceConfig | null = null;

  /** The config in force; null before the first. */
  get config(): UtteranceConfig | null {
    return this.#config;
  }

  /** Times that the listener ran dry. */
  get underruns(): number {
    return this.#listener.underruns;
  }

  /** Audio in the listener's hand, ms. */
  slackMs(now: number): number {
    return this.#listener.slackMs(now);
  }

  /** Calls back for all audio that goes out to somebody who hears it as it comes. */
  onHeard(hear: (heard: Heard) => void): void {
    this.#hearers.push(hear);
  }

  onEvent(event: ContextEvent): void {
    if (event.kind === 'configured') this.#config = event.config;
    if (event.kind === 'sentenceEnded') this.#text.made(event.address);
  }

  onEffect(effect: ContextEffect, now: number): void {
    if (effect.kind === 'openRoute') this.#firstAudio.opened(effect.route, now);
    if (effect.kind === 'enqueue') this.#ordered(effect.order, now);
    if (endsRoute(effect)) this.#ended(effect.route);
    const bytes = audioBytesOf(effect);
    if (bytes > 0) this.#sent(bytes, now);
  }

  /** A listener who has heard all there was to say is not kept waiting by us. */
  #ordered(order: SentenceOrder, now: number): void {
    const { route } = order.address;
    if (!this.#configs.has(route)) this.#configs.set(route, order.config);
    if (this.#text.ordered(order) && this.slackMs(now) === 0) this.#listener.rest();
  }

  #ended(route: number): void {
    this.#listener.rest();
    this.#firstAudio.ended(route);
    this.#text.forget(route);
    this.#configs.delete(route);
  }

  #sent(bytes: number, now: number): void {
    const [config = this.#config] = this.#configs.values();
    const slackMs = this.#listener.slackMs(now);
    const gapMs = this.#listener.played(bytes / bytesPerSecond(config), now);
    const heard = { waitedMs: this.#firstAudio.sent(now), slackMs, gapMs };
    if (isListenedTo(config)) for (const hear of this.#hearers) hear(heard);
  }
}
