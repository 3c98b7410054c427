import type {
  ClassDemand,
  Clock,
  ContextDemand,
  OwedAudio,
  UtteranceConfig,
} from '@chorale/speech';
import { classDemands } from '@chorale/speech';

/** A voice stream, as far as its load goes. */
export interface LoadBearer {
  /** What is to be made for it. */
  readonly owed: OwedAudio;
  /** The config in force; null before the first. */
  readonly config: UtteranceConfig | null;
}

/** Tells which class speaks a config, where any is known; null stands for whoever said nothing yet. */
export type ClassOf = (config: UtteranceConfig | null) => string | null;

/** So long the place of a session is kept whose text has not come yet, ms. */
const NEW_FOR_MS = 10_000;

/** Looking through all voice streams is not done more often than this, ms. */
const SUM_EVERY_MS = 100;

interface Entry {
  readonly tenant: string;
  readonly since: number;
}

/** The voice streams of this gateway, and what they want of the workers. */
export class OpenContexts {
  readonly #entries = new Map<LoadBearer, Entry>();
  /** Those that came after the last look: all of them count at once, however many come together. */
  #newcomers: LoadBearer[] = [];
  #summed: readonly ClassDemand[] = [];
  #summedAt = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly classOf: ClassOf,
  ) {}

  add(context: LoadBearer, tenant: string): void {
    this.#entries.set(context, { tenant, since: this.clock.now() });
    this.#newcomers.push(context);
  }

  delete(context: LoadBearer): void {
    this.#entries.delete(context);
  }

  /** What is wanted by class, at most a tenth of a second old; newcomers may have a part of their own. */
  demand(): readonly ClassDemand[] {
    if (this.clock.now() - this.#summedAt >= SUM_EVERY_MS) this.#sumUp();
    return [...this.#summed, ...classDemands(this.#demandsOf(this.#newcomers))];
  }

  /** What is wanted by class, as of now; each class once. */
  demandNow(): readonly ClassDemand[] {
    this.#sumUp();
    return this.#summed;
  }

  #sumUp(): void {
    this.#summed = classDemands(this.#demandsOf(this.#entries.keys()));
    this.#summedAt = this.clock.now();
    this.#newcomers = [];
  }

  *#demandsOf(contexts: Iterable<LoadBearer>): Generator<ContextDemand> {
    const now = this.clock.now();
    for (const context of contexts) {
      const entry = this.#entries.get(context);
      if (entry === undefined) continue;
      const { owed, config } = context;
      const isNew = now - entry.since < NEW_FOR_MS;
      yield { voiceClass: this.classOf(config), tenant: entry.tenant, owed, isNew };
    }
  }
}
