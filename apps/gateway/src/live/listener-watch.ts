import type { ContextEffect, ContextEvent, SentenceOrder, UtteranceConfig } from '@chorale/speech';

import { endsRoute } from '../sessions/context-observer.js';

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

/** Follows what the listener of one context hears. */
export class ListenerWatch {
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

  onEvent(event: ContextEvent): void {
    if (event.kind === 'configured') this.#config = event.config;
    if (event.kind === 'sentenceEnded') this.#text.made(event.address);
  }

  /** Null unless audio goes out to somebody who hears it as it comes. */
  onEffect(effect: ContextEffect, now: number): Heard | null {
    if (effect.kind === 'openRoute') this.#firstAudio.opened(effect.route, now);
    if (effect.kind === 'enqueue') this.#ordered(effect.order, now);
    if (endsRoute(effect)) this.#ended(effect.route);
    const bytes = audioBytesOf(effect);
    return bytes > 0 ? this.#sent(bytes, now) : null;
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

  #sent(bytes: number, now: number): Heard | null {
    const [config = this.#config] = this.#configs.values();
    const slackMs = this.#listener.slackMs(now);
    const gapMs = this.#listener.played(bytes / bytesPerSecond(config), now);
    const heard = { waitedMs: this.#firstAudio.sent(now), slackMs, gapMs };
    return isListenedTo(config) ? heard : null;
  }
}
