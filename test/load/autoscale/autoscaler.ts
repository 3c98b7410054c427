import { setTimeout as pause } from 'node:timers/promises';

import type { FakeScaler, ScalingSignal } from '@chorale/testing';
import { z } from 'zod';

import type { Fleet } from '../../faults/fleet.js';
import type { ExitReason } from '../../processes/spawned-program.js';

/** What a look at the cluster showed, and what was decided. */
export interface ScalingStep {
  /** As the gateway answered; null if it could not tell. */
  readonly signal: ScalingSignal;
  /** Workers that are there or on their way, after the decision. */
  readonly replicas: number;
  /** Workers that were told to leave and have not ended. */
  readonly leaving: number;
}

/** What an autoscaler works on. */
export interface AutoscalerParts {
  readonly fleet: Fleet;
  readonly scaler: FakeScaler;
  /** Where a gateway tells what the class owes. */
  readonly url: string;
  /** How often it asks, ms. */
  readonly everyMs: number;
  readonly onStep: (step: ScalingStep) => void;
}

/** Starts and stops worker processes by what a gateway answers, and by nothing else. */
export class Autoscaler {
  readonly #starting = new Set<Promise<void>>();
  readonly #leaving = new Set<Promise<void>>();
  readonly #troubles: unknown[] = [];
  /** How the workers ended that were told to leave. */
  readonly exits: ExitReason[] = [];

  constructor(private readonly parts: AutoscalerParts) {}

  /** Goes on until the signal aborts; rejects then with why workers did not start, if some did not. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#step();
      await pause(this.parts.everyMs);
    }
    await Promise.all([...this.#starting, ...this.#leaving]);
    if (this.#troubles.length > 0)
      throw new AggregateError(this.#troubles, 'workers did not start');
  }

  /** Workers that are there or on their way. */
  get replicas(): number {
    return this.parts.fleet.workers.length + this.#starting.size;
  }

  async #step(): Promise<void> {
    const { scaler, onStep, url } = this.parts;
    const signal = await ask(url);
    const wanted = scaler.next(signal, this.replicas, performance.now());
    for (let more = wanted - this.replicas; more > 0; more -= 1) this.#start();
    for (let fewer = this.replicas - wanted; fewer > 0; fewer -= 1) this.#dismissOldest();
    onStep({ signal, replicas: this.replicas, leaving: this.#leaving.size });
  }

  #start(): void {
    const { fleet } = this.parts;
    keepIn(this.#starting, async () => {
      await fleet.addWorker().catch((error: unknown) => this.#troubles.push(error));
    });
  }

  /** The oldest one has the most to lose: a cluster does not choose either. */
  #dismissOldest(): void {
    const { fleet } = this.parts;
    const [oldest] = fleet.workers;
    if (oldest === undefined) return; // those on their way cannot be called back
    keepIn(this.#leaving, async () => void this.exits.push(await fleet.dismiss(oldest)));
  }
}

/** Keeps work, which never rejects, in a set for as long as it takes. */
const keepIn = (set: Set<Promise<void>>, work: () => Promise<void>): void => {
  const running = work();
  set.add(running);
  void running.then(() => set.delete(running));
};

const answerSchema = z.record(z.string(), z.unknown());

const isFigure = (pair: [string, unknown]): pair is [string, number] => typeof pair[1] === 'number';

const ask = async (url: string): Promise<ScalingSignal> => {
  const answer = await fetch(url);
  if (!answer.ok) return null;
  const fields = Object.entries(answerSchema.parse(await answer.json()));
  return Object.fromEntries(fields.filter(isFigure));
};
