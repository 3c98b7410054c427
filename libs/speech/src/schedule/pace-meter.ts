/** Audio over which the cost is averaged: what was made longer ago fades, seconds. */
const COST_MEMORY_SECONDS = 60;

/** Time over which the load is averaged, ms. */
const LOAD_MEMORY_MS = 5_000;

/** What one model run took, and what came of it. */
export interface UnitWork {
  /** When it ended, ms. */
  readonly endedAt: number;
  /** How long it held its thread, ms. */
  readonly busyMs: number;
  /** Audio that it made; 0 for an encoder pass. */
  readonly audioSeconds: number;
}

/**
 * Measures how dear audio is to a worker and how busy its threads are, both as fading averages. The
 * cost includes all that slows a thread down: other sentences' encoder passes, and whoever else
 * wants the same cores.
 */
export class PaceMeter {
  #costMs = 0;
  #audioSeconds = 0;
  #recentMs = 0;
  #notedAt = 0;

  constructor(private readonly threads: number) {}

  note({ endedAt, busyMs, audioSeconds }: UnitWork): void {
    const kept = Math.exp(-audioSeconds / COST_MEMORY_SECONDS);
    this.#costMs = this.#costMs * kept + busyMs;
    this.#audioSeconds = this.#audioSeconds * kept + audioSeconds;
    this.#recentMs = this.#recentAt(endedAt) + busyMs;
    this.#notedAt = endedAt;
  }

  /** Thread-seconds that a second of audio costs; null until some was made. */
  get costPerAudioSecond(): number | null {
    return this.#audioSeconds > 0 ? this.#costMs / 1000 / this.#audioSeconds : null;
  }

  /** The share of their time that the threads were busy of late, 0–1. */
  load(now: number): number {
    return Math.min(1, this.#recentAt(now) / (LOAD_MEMORY_MS * this.threads));
  }

  #recentAt(now: number): number {
    return this.#recentMs * Math.exp(-Math.max(0, now - this.#notedAt) / LOAD_MEMORY_MS);
  }
}
