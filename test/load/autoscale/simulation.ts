import { setTimeout as pause } from 'node:timers/promises';

import { eventually, FakeScaler, type ScalingRules, type ScalingSignal } from '@chorale/testing';

import { Fleet } from '../../faults/fleet.js';
import type { SessionReport } from '../../faults/session-check.js';
import type { ExitReason } from '../../processes/spawned-program.js';
import { percentile } from '../statistics.js';

import { Autoscaler, type ScalingStep } from './autoscaler.js';
import { Crowd } from './crowd.js';

/** So many listeners for so long. */
interface Phase {
  readonly name: string;
  readonly seconds: number;
  readonly listeners: number;
}

/** A day of a service, in short. */
export interface SimulationOptions {
  readonly phases: readonly Phase[];
  /** What workers are like: units in flight, and the time that one takes over the length of its audio. */
  readonly threads: number;
  readonly realTimeFactor: number;
  readonly rules: ScalingRules;
  /** How often the gateway is asked, ms. */
  readonly everyMs: number;
  readonly onRow: (row: TimelineRow) => void;
}

/** The service at one time. */
export interface TimelineRow {
  readonly atSeconds: number;
  readonly phase: string;
  readonly signal: ScalingSignal;
  /** Workers that are there or on their way, and those that are leaving. */
  readonly replicas: number;
  readonly leaving: number;
  readonly sessionsOpen: number;
  readonly sessionsEnded: number;
  readonly sessionsFailed: number;
  /** How long utterances waited that were heard since the last row, 95 of 100, ms; null if none was. */
  readonly firstAudioP95Ms: number | null;
}

/** What came of it. */
export interface SimulationResult {
  readonly rows: readonly TimelineRow[];
  readonly sessions: readonly SessionReport[];
  readonly sessionsFailed: number;
  readonly mostReplicas: number;
  /** How the workers ended that were taken away. */
  readonly exits: readonly ExitReason[];
}

const UNIT_SECONDS = 0.25;

/** For the last worker to leave, beyond the cooldown. */
const REST_MS = 30_000;

/** Plays the phases on a fleet that begins without workers, and waits until all workers are gone again. */
export const simulate = async (options: SimulationOptions): Promise<SimulationResult> => {
  const fleet = await Fleet.start({ workers: 0, workerEnv: workerEnv(options) });
  try {
    return await new Simulation(fleet, options).run();
  } finally {
    await fleet.stop();
  }
};

const workerEnv = ({ threads, realTimeFactor }: SimulationOptions) => ({
  INFERENCE_THREADS: String(threads),
  FAKE_UNIT_SECONDS: String(UNIT_SECONDS),
  FAKE_UNIT_MS: String(UNIT_SECONDS * realTimeFactor * 1000),
  FAKE_TRACE: 'false',
  DRAIN_SECONDS: '10',
});

class Simulation {
  readonly #crowd: Crowd;
  readonly #autoscaler: Autoscaler;
  readonly #rows: TimelineRow[] = [];
  readonly #startedAt = performance.now();
  #phase = '';

  constructor(
    fleet: Fleet,
    private readonly options: SimulationOptions,
  ) {
    this.#crowd = new Crowd(fleet.gateway.speechUrl);
    this.#autoscaler = new Autoscaler({
      fleet,
      scaler: new FakeScaler(options.rules),
      url: `${fleet.gateway.url}/autoscale/default`,
      everyMs: options.everyMs,
      onStep: (step) => this.#note(step),
    });
  }

  async run(): Promise<SimulationResult> {
    const over = new AbortController();
    const scaling = this.#autoscaler.run(over.signal);
    try {
      for (const phase of this.options.phases) await this.#play(phase);
      await this.#comesToRest();
    } finally {
      over.abort();
      await scaling;
    }
    return {
      rows: this.#rows,
      sessions: this.#crowd.reports,
      sessionsFailed: this.#crowd.failed,
      mostReplicas: Math.max(...this.#rows.map(({ replicas }) => replicas)),
      exits: this.#autoscaler.exits,
    };
  }

  async #play({ name, seconds, listeners }: Phase): Promise<void> {
    this.#phase = name;
    this.#crowd.resize(listeners);
    await pause(seconds * 1000);
  }

  async #comesToRest(): Promise<void> {
    this.#phase = 'rest';
    await this.#crowd.leaves();
    const { cooldownMs, min } = this.options.rules;
    const isAtRest = (): boolean => this.#autoscaler.replicas === min;
    await eventually(isAtRest, { timeoutMs: cooldownMs + REST_MS, everyMs: 50 });
  }

  #note(step: ScalingStep): void {
    const heardMs = this.#crowd.takeFirstAudioMs();
    const row = {
      ...step,
      atSeconds: (performance.now() - this.#startedAt) / 1000,
      phase: this.#phase,
      sessionsOpen: this.#crowd.open,
      sessionsEnded: this.#crowd.reports.length,
      sessionsFailed: this.#crowd.failed,
      firstAudioP95Ms: heardMs.length === 0 ? null : percentile(heardMs, 0.95),
    };
    this.#rows.push(row);
    this.options.onRow(row);
  }
}
