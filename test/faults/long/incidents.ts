/** A fault that was inflicted; times in ms since 1970. */
export interface Incident {
  readonly name: string;
  /** The process that it struck; null for Redis. */
  readonly target: object | null;
  readonly from: number;
  /** Infinity while it lasts. */
  readonly to: number;
  /** For so long after its end it may still be felt, ms. */
  readonly aftermathMs: number;
}

const now = (): number => performance.timeOrigin + performance.now();

/** All faults that were inflicted so far, and those that are being. */
export class Incidents {
  readonly #all: Incident[];

  constructor(all: readonly Incident[] = []) {
    this.#all = [...all];
  }

  get all(): readonly Incident[] {
    return this.#all;
  }

  /** Notes a fault for as long as `inflict` takes. */
  async during(
    fault: Pick<Incident, 'name' | 'target' | 'aftermathMs'>,
    inflict: () => Promise<unknown>,
  ): Promise<void> {
    const at = this.#all.push({ ...fault, from: now(), to: Infinity }) - 1;
    await inflict();
    const begun = this.#all[at];
    if (begun !== undefined) this.#all[at] = { ...begun, to: now() };
  }

  /** Notes a fault that came by itself, and is over. */
  note(fault: Pick<Incident, 'name' | 'target' | 'aftermathMs'>): void {
    this.#all.push({ ...fault, from: now(), to: now() });
  }

  /** How many there were of a name. */
  count(name: string): number {
    return this.#all.filter((each) => each.name === name).length;
  }

  /** Those that may have been felt between two times. */
  between(from: number, to: number): readonly Incident[] {
    return this.#all.filter((each) => each.from <= to && each.to + each.aftermathMs >= from);
  }
}
