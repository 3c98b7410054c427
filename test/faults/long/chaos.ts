import { setTimeout as pause } from 'node:timers/promises';

import { eventually } from '@chorale/testing';

import type { Fleet } from '../fleet.js';

import type { Incidents } from './incidents.js';
import { type Infliction, INFLICTIONS, WORKER_KILLED } from './inflictions.js';
import type { Keeper } from './keeper.js';
import { SeededRandom } from './seeded-random.js';

/** How long faults are inflicted, and which. */
export interface Plan {
  readonly seed: number;
  readonly minutes: number;
  /** Ends as soon as so many workers were killed, and kills them most of the time; null: of no matter. */
  readonly kills: number | null;
}

/** One in so many faults comes together with another. */
const ONE_IN = 5;

/** Of ten faults, nine are kills when kills are counted. */
const KILL_WEIGHT = 200;

const now = (): number => performance.timeOrigin + performance.now();

/** Inflicts faults of all kinds, one after the other and now and then two at once, in an order that the seed decides. */
export class Chaos {
  readonly #random: SeededRandom;
  readonly #inflictions: readonly Infliction[];

  constructor(
    private readonly fleet: Fleet,
    private readonly keeper: Keeper,
    private readonly incidents: Incidents,
    private readonly plan: Plan,
  ) {
    this.#random = new SeededRandom(plan.seed);
    this.#inflictions = plan.kills === null ? INFLICTIONS : INFLICTIONS.map(moreKills);
  }

  /** Goes on until the plan is fulfilled or its time is over; resolves when the last fault is over. */
  async reign(): Promise<void> {
    const { minutes, kills } = this.plan;
    const end = now() + minutes * 60_000;
    const longest = kills === null ? 2_500 : 1_200;
    while (now() < end && this.incidents.count(WORKER_KILLED) < (kills ?? Infinity)) {
      const faults = this.#random.between(1, ONE_IN) === 1 ? 2 : 1;
      await Promise.all(Array.from({ length: faults }, () => this.#inflict()));
      await pause(this.#random.between(300, longest));
      await eventually(() => this.keeper.isComplete, { timeoutMs: 60_000, everyMs: 100 });
    }
  }

  async #inflict(): Promise<void> {
    const { name, aftermathMs, aim } = this.#random.pick(this.#inflictions);
    const blow = aim(this.fleet, this.#random);
    if (blow === null) return;
    const { target, strike } = blow;
    await this.incidents.during({ name, target, aftermathMs }, strike);
  }
}

const moreKills = (infliction: Infliction): Infliction =>
  infliction.name === WORKER_KILLED ? { ...infliction, weight: KILL_WEIGHT } : infliction;
