/** How a scaler counts; times are ms. */
export interface ScalingRules {
  /** What one worker may have of each figure that is asked for. */
  readonly targets: Readonly<Record<string, number>>;
  readonly min: number;
  readonly max: number;
  /** Without anything to do for so long, the last worker goes. */
  readonly cooldownMs: number;
  /** Fewer workers are wanted for so long before one goes. */
  readonly stabilisationMs: number;
}

/** The figures that were asked for; null if they could not be had. */
export type ScalingSignal = Readonly<Record<string, number>> | null;

/** Within this share of its target a figure changes nothing, as in the cluster's autoscaler. */
const TOLERANCE = 0.1;

/** In one step there may be twice as many, or so many more. */
const MOST_NEW = 4;

/**
 * Decides how many workers there should be as KEDA and the cluster's HorizontalPodAutoscaler would by
 * the chart's ScaledObject, one step per period: to and from none by whether there is anything to do;
 * above that to ceil(figure / target), of all figures the most; up at once, down one at a time.
 */
export class FakeScaler {
  /** What was wanted of late, and when. */
  #wanted: readonly { readonly at: number; readonly replicas: number }[] = [];
  #busyAt = -Infinity;

  constructor(private readonly rules: ScalingRules) {}

  /** How many of `replicas` there should be from `now` (ms) on. */
  next(signal: ScalingSignal, replicas: number, now: number): number {
    if (signal === null) return replicas; // not known is not nothing
    const isBusy = this.#figures(signal).some(({ value }) => value > 0);
    if (isBusy) this.#busyAt = now;
    if (replicas === 0) return isBusy ? Math.max(1, this.rules.min) : this.rules.min;
    if (!isBusy && now - this.#busyAt >= this.rules.cooldownMs) return this.rules.min;
    return this.#step(this.#bounded(this.#desired(signal, replicas)), replicas, now);
  }

  #figures(signal: Readonly<Record<string, number>>) {
    return Object.entries(this.rules.targets).map(([name, target]) => ({
      value: signal[name] ?? 0,
      target,
    }));
  }

  #desired(signal: Readonly<Record<string, number>>, replicas: number): number {
    const wishes = this.#figures(signal).map(({ value, target }) =>
      Math.abs(value / (target * replicas) - 1) <= TOLERANCE ? replicas : Math.ceil(value / target),
    );
    return Math.max(...wishes);
  }

  #bounded(replicas: number): number {
    return Math.min(this.rules.max, Math.max(1, this.rules.min, replicas));
  }

  #step(desired: number, replicas: number, now: number): number {
    const since = now - this.rules.stabilisationMs;
    this.#wanted = [...this.#wanted, { at: now, replicas: desired }].filter(({ at }) => at > since);
    if (desired >= replicas) return Math.min(desired, Math.max(2 * replicas, replicas + MOST_NEW));
    const mostOfLate = Math.max(...this.#wanted.map((wanted) => wanted.replicas));
    return Math.max(replicas - 1, Math.min(replicas, mostOfLate));
  }
}
