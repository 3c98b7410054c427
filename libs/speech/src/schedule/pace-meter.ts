/** Audio over which the cost is averaged: what was made longer ago fades, seconds. */
const COST_MEMORY_SECONDS = 60;

/** Time over which the load is averaged, ms. */
const LOAD_MEMORY_MS = 5_000;

/** What the latest job counts for in how long first audio takes: ten jobs back is forgotten by two thirds. */
const FIRST_CHUNK_SHARE = 0.1;

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
  #firstChunkMs: number | null = null;

  constructor(private readonly threads: number) {}

  note({ endedAt, busyMs, audioSeconds }: UnitWork): void {
    const kept = Math.exp(-audioSeconds / COST_MEMORY_SECONDS);
    this.#costMs = this.#costMs * kept + busyMs;
    this.#audioSeconds = this.#audioSeconds * kept + audioSeconds;
    this.#recentMs = this.#recentAt(endedAt) + busyMs;
    this.#notedAt = endedAt;
  }

  /** A job took so long from being taken to its first audio, ms. */
  noteFirstChunk(ms: number): void {
    const share = this.#firstChunkMs === null ? 1 : FIRST_CHUNK_SHARE;
    this.#firstChunkMs = (1 - share) * (this.#firstChunkMs ?? 0) + share * ms;
  }

  /** How long that took of late, ms; null until it happened. */
  get firstChunkMs(): number | null {
    return this.#firstChunkMs;
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
