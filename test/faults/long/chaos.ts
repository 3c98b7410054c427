import { setTimeout as pause } from 'node:timers/promises';

import { eventually } from '@chorale/testing';

import type { Fleet } from '../fleet.js';

import { INFLICTIONS } from './inflictions.js';
import type { Keeper } from './keeper.js';
import { SeededRandom } from './seeded-random.js';

/** A fault that was inflicted; times in ms since 1970. */
export interface Inflicted {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** One in so many faults comes together with another. */
const ONE_IN = 5;

const now = (): number => performance.timeOrigin + performance.now();

/** Inflicts faults of all kinds, one after the other and now and then two at once, in an order that the seed decides. */
export class Chaos {
  readonly inflicted: Inflicted[] = [];
  readonly #random: SeededRandom;

  constructor(
    private readonly fleet: Fleet,
    private readonly keeper: Keeper,
    seed: number,
  ) {
    this.#random = new SeededRandom(seed);
  }

  /** Goes on for so long; resolves when the last fault is over. */
  async reign(ms: number): Promise<void> {
    const end = now() + ms;
    while (now() < end) {
      const faults = this.#random.between(1, ONE_IN) === 1 ? 2 : 1;
      await Promise.all(Array.from({ length: faults }, () => this.#inflict()));
      await pause(this.#random.between(300, 2_500));
      await eventually(() => this.keeper.isComplete, { timeoutMs: 60_000, everyMs: 100 });
    }
  }

  async #inflict(): Promise<void> {
    const { name, inflict } = this.#random.pick(INFLICTIONS);
    const from = now();
    await inflict(this.fleet, this.#random);
    this.inflicted.push({ name, from, to: now() });
  }
}
