import { setTimeout as pause } from 'node:timers/promises';

import type { SpawnedGateway } from '../../processes/spawned-gateway.js';
import type { SpawnedWorker } from '../../processes/spawned-worker.js';
import type { Fleet } from '../fleet.js';

import type { Incidents } from './incidents.js';
import { POISONED } from './inflictions.js';

/** How many of each there shall be. */
export interface Strength {
  readonly gateways: number;
  readonly workers: number;
}

const LOOK_MS = 100;

/** Replaces processes that ended, as whatever runs them in production does. */
export class Keeper {
  /** Every worker that there ever was: what they traced outlives them. */
  readonly workers = new Set<SpawnedWorker>();
  readonly #keeping: Promise<void>;
  #stopped = false;

  constructor(
    private readonly fleet: Fleet,
    private readonly incidents: Incidents,
    private readonly strength: Strength,
  ) {
    this.#keeping = this.#keep();
  }

  /** Everything that shall be there is there. */
  get isComplete(): boolean {
    const { gateways, workers } = this.fleet;
    return (
      living(gateways).length >= this.strength.gateways &&
      living(workers).length >= this.strength.workers
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#keeping;
  }

  async #keep(): Promise<void> {
    while (!this.#stopped) {
      await this.#fill();
      await pause(LOOK_MS);
    }
  }

  /** A process that cannot start, as its Redis is away, is started again at the next look. */
  async #fill(): Promise<void> {
    for (const target of this.fleet.buryTheDead()) this.incidents.note({ ...POISONED, target });
    this.fleet.workers.forEach((worker) => this.workers.add(worker));
    const { gateways, workers } = this.strength;
    const missing = [
      ...vacancies(gateways - this.fleet.gateways.length, () => this.fleet.addGateway()),
      ...vacancies(workers - this.fleet.workers.length, () => this.fleet.addWorker()),
    ];
    await Promise.allSettled(missing);
  }
}

const living = <T extends SpawnedGateway | SpawnedWorker>(processes: readonly T[]): readonly T[] =>
  processes.filter(({ hasEnded }) => !hasEnded);

const vacancies = (count: number, fill: () => Promise<unknown>): readonly Promise<unknown>[] =>
  Array.from({ length: Math.max(0, count) }, fill);
