import type { OmniMetrics } from '@chorale/observability';
import type { ContextEffect, ContextEvent, SentenceOrder } from '@chorale/speech';

import { type ContextObserver, endsRoute } from '../sessions/context-observer.js';

import { audioBytesOf } from './audio-sent.js';
import { TextWatch } from './text-watch.js';
import { UtteranceAccount } from './utterance-account.js';

/** Measures one context by utterance, as the vLLM-Omni speech server measures requests. */
export class OmniObserver implements ContextObserver {
  /** By route, in the order in which they are spoken. */
  readonly #accounts = new Map<number, UtteranceAccount>();
  readonly #text = new TextWatch();

  constructor(private readonly metrics: OmniMetrics) {}

  onEvent(event: ContextEvent, now: number): void {
    if (!('address' in event)) return;
    const account = this.#accounts.get(event.address.route);
    if (event.kind === 'started') account?.started(event.address, now);
    if (event.kind === 'yielded' || event.kind === 'sentenceEnded')
      account?.made(event.address, now);
    if (event.kind === 'sentenceEnded') this.#text.made(event.address);
  }

  onEffect(effect: ContextEffect, now: number): void {
    if (effect.kind === 'openRoute')
      this.#accounts.set(effect.route, new UtteranceAccount(now, this.metrics));
    if (effect.kind === 'enqueue') this.#ordered(effect.order, now);
    if (isError(effect)) this.#spoken?.failed();
    if (effect.kind === 'releaseRoute') this.#accounts.get(effect.route)?.close();
    if (endsRoute(effect)) this.#forget(effect.route);
    this.#sent(audioBytesOf(effect), now);
  }

  onClosed(): void {
    this.#accounts.clear();
  }

  /** The utterance whose audio goes out now. */
  get #spoken(): UtteranceAccount | undefined {
    const [first] = this.#accounts.values();
    return first;
  }

  #ordered(order: SentenceOrder, now: number): void {
    const account = this.#accounts.get(order.address.route);
    if (account !== undefined) account.config ??= order.config;
    if (this.#text.ordered(order)) account?.rest(now);
  }

  #sent(bytes: number, now: number): void {
    if (bytes > 0) this.#spoken?.sent(bytes, now);
  }

  #forget(route: number): void {
    this.#accounts.delete(route);
    this.#text.forget(route);
  }
}

const isError = (effect: ContextEffect): boolean =>
  effect.kind === 'sendMessage' && effect.message.type === 'error';
