import type { ContextEffect, ContextEvent, UtteranceConfig } from '@chorale/speech';

import { audioBytesOf, bytesPerSecond } from './audio-sent.js';
import { FirstAudioClock } from './first-audio-clock.js';
import { ListenerClock } from './listener-clock.js';

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
  }

  /** Null unless audio goes out. */
  onEffect(effect: ContextEffect, now: number): Heard | null {
    if (effect.kind === 'openRoute') this.#firstAudio.opened(effect.route, now);
    if (effect.kind === 'releaseRoute' || effect.kind === 'abortRoute') {
      this.#listener.rest();
      this.#firstAudio.ended(effect.route);
    }
    const seconds = audioBytesOf(effect) / bytesPerSecond(this.#config);
    return seconds > 0 ? this.#sent(seconds, now) : null;
  }

  #sent(seconds: number, now: number): Heard {
    const slackMs = this.#listener.slackMs(now);
    const gapMs = this.#listener.played(seconds, now);
    return { waitedMs: this.#firstAudio.sent(now), slackMs, gapMs };
  }
}
