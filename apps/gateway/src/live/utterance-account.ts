import type { OmniMetrics } from '@chorale/observability';
import type { SentenceAddress, UtteranceConfig } from '@chorale/speech';

import { bytesPerSecond, isListenedTo } from './audio-sent.js';
import { Continuity } from './continuity.js';

/** What one utterance comes to; times are ms. */
export class UtteranceAccount {
  readonly #continuity = new Continuity();
  /** By sentence: since when a worker is at it. */
  readonly #startedAt = new Map<number, number>();
  #makingMs = 0;
  #seconds = 0;
  #failed = false;

  constructor(
    private readonly openedAt: number,
    private readonly metrics: OmniMetrics,
  ) {}

  /** How it is spoken; null until its first sentence is ordered. */
  config: UtteranceConfig | null = null;

  started({ seq }: SentenceAddress, now: number): void {
    this.#startedAt.set(seq, now);
  }

  /** A worker is done with a sentence, or with a slice of it. */
  made({ seq }: SentenceAddress, now: number): void {
    this.#makingMs += now - (this.#startedAt.get(seq) ?? now);
    this.#startedAt.delete(seq);
  }

  sent(bytes: number, now: number): void {
    const seconds = bytes / bytesPerSecond(this.config);
    if (isListenedTo(this.config)) {
      if (this.#seconds === 0) this.metrics.firstPacket((now - this.openedAt) / 1000);
      this.#continuity.received(seconds, now);
    }
    this.#seconds += seconds;
  }

  /** The text had run out. */
  rest(now: number): void {
    this.#continuity.rest(now);
  }

  /** The client was told that something of it could not be spoken. */
  failed(): void {
    this.#failed = true;
  }

  /** All was sent. */
  close(): void {
    if (this.#seconds > 0) return this.#settle(this.#seconds);
    if (!this.#failed) this.metrics.skipped();
  }

  #settle(seconds: number): void {
    const samples = Math.round(seconds * (this.config?.sampleRate ?? 0));
    this.metrics.finished({ samples, seconds, makingSeconds: this.#makingMs / 1000 });
    if (isListenedTo(this.config)) this.metrics.underrun(this.#continuity.worstMs / 1000);
  }
}
