import { VirtualPlayer } from '@chorale/audio';

import type { UtteranceReport } from './target.js';

/** Listens to one utterance as a player without any buffer would. */
export class UtteranceRecorder {
  readonly #player = new VirtualPlayer();
  readonly #requestedAt = performance.now();
  #lastByteAt = this.#requestedAt;

  constructor(private readonly bytesPerSecond: number) {}

  audio(bytes: number): void {
    this.#lastByteAt = performance.now();
    this.#player.receive(this.#lastByteAt, bytes / this.bytesPerSecond);
  }

  report(failure: string | null): UtteranceReport {
    const { startedAtMs, audioSeconds, underruns, worstSilenceMs } = this.#player.report;
    return {
      requestedAt: this.#requestedAt,
      firstAudioAt: startedAtMs,
      lastByteAt: this.#lastByteAt,
      audioSeconds,
      underruns,
      worstUnderrunMs: worstSilenceMs,
      failure,
    };
  }
}
