/** The next unit of a sentence, as the scheduler sees it. */
export interface WaitingUnit {
  /** Names one attempt at one sentence; never used again. */
  readonly sentenceId: string;
  /** When the listener needs the unit's first sample, ms; all units of an order share a clock. */
  readonly due: number;
  /** When the sentence came, ms. */
  readonly arrival: number;
  /** Units of one bucket may run as one batch. */
  readonly bucket: string;
}

/** `edf`: the earliest due first. `fifo`: one sentence after the other. `round-robin`: a unit of each in turn. */
export type UnitPolicy = 'edf' | 'fifo' | 'round-robin';

/**
 * Decides which unit runs next. It holds at most one unit of a sentence, and from `take` until
 * `requeue` or `remove` none of it can be taken.
 */
export interface UnitOrder {
  /** Sentences held, running or not. */
  readonly size: number;
  /** Holds the first unit of a sentence; throws `RangeError` if the sentence is held already. */
  add(unit: WaitingUnit): void;
  /** Takes the unit to run next and, up to `limit` in all, those that follow it in its bucket; empty when none can run. */
  take(limit?: number): readonly WaitingUnit[];
  /** The running unit of a sentence ended and this one follows; ignored if the sentence was removed meanwhile. */
  requeue(sentenceId: string, next: Pick<WaitingUnit, 'due' | 'bucket'>): void;
  /** Playback moved; ignored if the sentence is not held. */
  updateDue(sentenceId: string, due: number): void;
  /** Lets go of a sentence that is finished or no longer wanted; false if it was not held. */
  remove(sentenceId: string): boolean;
}

/** Makes an empty order with one of the policies; equal units go by their arrival, then as added. */
export const createUnitOrder = (policy: UnitPolicy): UnitOrder =>
  new ScannedUnitOrder(PRECEDENCE[policy]);

interface Entry {
  readonly unit: WaitingUnit;
  readonly running: boolean;
  /** Counts the sentences as they were added. */
  readonly number: number;
  /** Counts the units as they became runnable. */
  readonly turn: number;
}

/** Negative if the first goes before the second. */
type Precedence = (a: Entry, b: Entry) => number;

const byArrival: Precedence = (a, b) => a.unit.arrival - b.unit.arrival || a.number - b.number;

const PRECEDENCE: Readonly<Record<UnitPolicy, Precedence>> = {
  edf: (a, b) => compareDue(a.unit.due, b.unit.due) || byArrival(a, b),
  fifo: byArrival,
  'round-robin': (a, b) => a.turn - b.turn,
};

/** Work that nobody waits for may be due at infinity, and infinities have no difference. */
const compareDue = (a: number, b: number): number => (a === b ? 0 : a - b);

/**
 * Looks through all entries at every `take`. A worker holds some ten sentences, 64 on a bad day:
 * that is microseconds before a unit of 5–80 ms, and cheaper than keeping a heap in order while due
 * times move and sentences leave from its middle.
 */
class ScannedUnitOrder implements UnitOrder {
  readonly #precedence: Precedence;
  readonly #entries = new Map<string, Entry>();
  #added = 0;
  #turns = 0;

  constructor(precedence: Precedence) {
    this.#precedence = precedence;
  }

  get size(): number {
    return this.#entries.size;
  }

  add(unit: WaitingUnit): void {
    if (this.#entries.has(unit.sentenceId)) throw new RangeError(`held: ${unit.sentenceId}`);
    const entry = { unit, running: false, number: this.#added, turn: this.#nextTurn() };
    this.#added += 1;
    this.#entries.set(unit.sentenceId, entry);
  }

  take(limit = 1): readonly WaitingUnit[] {
    const runnable = [...this.#entries.values()].filter((entry) => !entry.running);
    const [first, ...others] = runnable.sort(this.#precedence);
    if (first === undefined) return [];
    const alike = others.filter((entry) => entry.unit.bucket === first.unit.bucket);
    return [first, ...alike].slice(0, limit).map((entry) => this.#start(entry));
  }

  requeue(sentenceId: string, next: Pick<WaitingUnit, 'due' | 'bucket'>): void {
    const entry = this.#entries.get(sentenceId);
    if (entry === undefined) return;
    const unit = { ...entry.unit, due: next.due, bucket: next.bucket };
    this.#entries.set(sentenceId, { ...entry, unit, running: false, turn: this.#nextTurn() });
  }

  updateDue(sentenceId: string, due: number): void {
    const entry = this.#entries.get(sentenceId);
    if (entry === undefined) return;
    this.#entries.set(sentenceId, { ...entry, unit: { ...entry.unit, due } });
  }

  remove(sentenceId: string): boolean {
    return this.#entries.delete(sentenceId);
  }

  #start(entry: Entry): WaitingUnit {
    this.#entries.set(entry.unit.sentenceId, { ...entry, running: true });
    return entry.unit;
  }

  #nextTurn(): number {
    this.#turns += 1;
    return this.#turns;
  }
}
