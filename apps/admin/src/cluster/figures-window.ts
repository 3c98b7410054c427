import type { FeedFigures } from '@chorale/speech';

/** How long a figure counts, ms. */
const WINDOW_MS = 60_000;

/** First-audio times that are kept; at more, the oldest go first. */
const MAX_TIMES = 8_192;

interface Dated {
  readonly at: number;
  readonly value: number;
}

/** What listeners went through during the last minute. */
export interface Experience {
  readonly firstAudioP50: number | null;
  readonly firstAudioP95: number | null;
  readonly underrunRate: number | null;
}

/** Sums up what all gateways saw during the last minute. */
export class FiguresWindow {
  #times: readonly Dated[] = [];
  #underruns: readonly Dated[] = [];
  #utterances: readonly Dated[] = [];

  add({ firstAudioMs, underruns, utterances }: FeedFigures, now: number): void {
    const times = firstAudioMs.map((value) => ({ at: now, value }));
    this.#times = [...recent(this.#times, now), ...times].slice(-MAX_TIMES);
    this.#underruns = noted(this.#underruns, underruns, now);
    this.#utterances = noted(this.#utterances, utterances, now);
  }

  at(now: number): Experience {
    const times = recent(this.#times, now)
      .map(({ value }) => value)
      .sort((one, other) => one - other);
    const utterances = sum(recent(this.#utterances, now));
    return {
      firstAudioP50: percentile(times, 0.5),
      firstAudioP95: percentile(times, 0.95),
      underrunRate: utterances === 0 ? null : sum(recent(this.#underruns, now)) / utterances,
    };
  }
}

const recent = (values: readonly Dated[], now: number): readonly Dated[] =>
  values.filter(({ at }) => at > now - WINDOW_MS);

const noted = (before: readonly Dated[], value: number, now: number): readonly Dated[] =>
  value === 0 ? before : [...recent(before, now), { at: now, value }];

const sum = (values: readonly Dated[]): number =>
  values.reduce((total, { value }) => total + value, 0);

/** The nearest rank; null of nothing. */
const percentile = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
