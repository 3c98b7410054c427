import type { WorkerPorts } from '@chorale/broker';
import type { Logger, Profiler, Tracer, WorkerMetrics } from '@chorale/observability';
import {
  type Appetite,
  appetite,
  type Clock,
  type ControlOrder,
  createUnitOrder,
  type Engine,
  type GatewayId,
  PaceMeter,
  type SynthesisJob,
  type UnitPolicy,
  type WorkerId,
  type WorkerRecord,
} from '@chorale/speech';

import { Announcer } from './synthesis/announcer.js';
import { DueChanges } from './synthesis/due-changes.js';
import { GatewayLinks } from './synthesis/gateway-links.js';
import { GatewayWatch } from './synthesis/gateway-watch.js';
import { HeldJobs } from './synthesis/held-jobs.js';
import { SentenceJobs } from './synthesis/sentence-jobs.js';
import type { StopReason } from './synthesis/stop-reason.js';
import { type DueWork, UnitScheduler } from './synthesis/unit-scheduler.js';

/** How a worker presents and limits itself. */
export interface WorkerSettings {
  readonly voiceClass: string;
  /** Must be among the engine's voices. */
  readonly defaultVoice: string;
  /** Units in flight at once. */
  readonly threads: number;
  readonly unitOrder: UnitPolicy;
  /** How long held sentences may go on after `drain`. */
  readonly drainSeconds: number;
  /** Silence after which a gateway is taken for dead, ms. */
  readonly gatewaySilenceMs: number;
  readonly version: string;
}

/** What a worker is made of; it closes the ports, the engine and the tracer when it drains. */
export interface WorkerParts {
  readonly worker: WorkerId;
  readonly ports: WorkerPorts;
  readonly engine: Engine;
  readonly settings: WorkerSettings;
  /** Its `now` is compared with the `due` of jobs. */
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: WorkerMetrics;
  readonly tracer: Tracer;
  /** Null or absent: it records no profiles. */
  readonly profiler?: Profiler | null;
}

/** What a worker is doing. */
export type WorkerState = 'starting' | 'running' | 'draining' | 'closed';

/** A worker: pulls the sentences of its class and speaks them. */
export interface Worker {
  readonly state: WorkerState;
  /** True while it takes jobs and its cluster can know of it. */
  readonly isReady: boolean;
  /** Sentences held. */
  readonly open: number;
  /** Resolves when jobs are pulled; rejects if the worker does not fit its class. */
  start(): Promise<void>;
  /** Takes no new job, lets the held ones finish for `drainSeconds`, then closes everything. */
  drain(): Promise<void>;
}

/** Makes a worker; throws if its settings do not fit its engine. */
export const createWorker = (parts: WorkerParts): Worker => {
  const { defaultVoice } = parts.settings;
  const installed = parts.engine.capabilities.voices.map(({ id }) => id);
  if (installed.includes(defaultVoice)) return new SynthesisWorker(parts);
  throw new Error(
    `The default voice ${defaultVoice} is not installed; set DEFAULT_VOICE to one of: ${installed.join(', ')}.`,
  );
};

/** Taken for the work of a sentence whose units are not known yet: an encoder pass and a short chunk. */
const OPENING_WORK_MS = 20;

/** The engine's watchdog ends a unit after 5 s; what goes on for longer is not waited for. */
const UNIT_LIMIT_MS = 6_000;

const NO_APPETITE: Appetite = { urgent: 0, lookAhead: 0 };

class SynthesisWorker implements Worker {
  readonly #parts: WorkerParts;
  readonly #held = new HeldJobs();
  readonly #dues = new DueChanges();
  readonly #pace: PaceMeter;
  readonly #scheduler: UnitScheduler;
  readonly #jobs: SentenceJobs;
  readonly #announcer: Announcer;
  #state: WorkerState = 'starting';
  /** An operator wants it to take nothing new for now. */
  #restsByOrder = false;
  #workersInClass = 1;
  #appetite: Appetite = NO_APPETITE;

  constructor(parts: WorkerParts) {
    const { ports, settings, clock } = parts;
    this.#parts = parts;
    const links = this.#openLinks(parts);
    this.#pace = new PaceMeter(settings.threads);
    const order = createUnitOrder(settings.unitOrder);
    this.#scheduler = new UnitScheduler({
      ...parts,
      order,
      threads: settings.threads,
      pace: this.#pace,
      onProgress: () => this.#updateAppetite(),
    });
    const { abortBus } = ports;
    this.#jobs = new SentenceJobs({
      ...parts,
      scheduler: this.#scheduler,
      pace: this.#pace,
      links,
      abortBus,
      dues: this.#dues,
    });
    this.#announcer = new Announcer({
      registry: ports.workerRegistry,
      clock,
      logger: parts.logger,
      record: () => this.#record(),
      onWorkers: (count) => this.#noteWorkers(count),
    });
  }

  get state(): WorkerState {
    return this.#state;
  }

  get isReady(): boolean {
    return this.#state === 'running' && !this.#restsByOrder && this.#announcer.isFresh;
  }

  get open(): number {
    return this.#held.size;
  }

  async start(): Promise<void> {
    const { ports } = this.#parts;
    await this.#announcer.start();
    await ports.abortBus.subscribe((order) =>
      this.#cancel(this.#held.meantBy(order), order.reason),
    );
    await ports.dueBus.subscribe((change) => this.#dues.note(change));
    await ports.controlBus.subscribe((order) => this.#obey(order));
    await ports.jobIntake.start(
      (job, signal) => this.#work(job, signal),
      (origin) => void this.#jobs.refuse(origin),
    );
    this.#state = 'running';
    this.#updateAppetite();
  }

  async drain(): Promise<void> {
    if (this.#state === 'draining' || this.#state === 'closed') return;
    this.#state = 'draining';
    const settled = this.#parts.ports.jobIntake.close();
    const stop = this.#parts.clock.after(this.#parts.settings.drainSeconds * 1000, () =>
      this.#cancel(this.#held.ids, 'worker_drain'),
    );
    await Promise.all([this.#announcer.renew(), settled]);
    stop();
    await this.#close();
  }

  async #work(job: SynthesisJob, signal: AbortSignal): Promise<void> {
    const release = this.#held.hold(job);
    this.#noteOpen();
    try {
      await this.#jobs.run(job, signal);
    } finally {
      release();
      this.#noteOpen();
    }
  }

  #obey(order: ControlOrder): void {
    if (order.kind === 'profile') this.#parts.profiler?.obey(order.recording);
    if (order.kind !== 'drainWorker' || order.worker !== this.#parts.worker) return;
    this.#restsByOrder = order.draining;
    this.#updateAppetite();
    void this.#announcer.renew(); // never rejects
  }

  #noteOpen(): void {
    this.#parts.metrics.openSentences(this.#held.size);
    this.#updateAppetite();
  }

  #noteWorkers(count: number): void {
    this.#workersInClass = count;
    this.#updateAppetite();
  }

  /** Tells the intake what is wanted now, if that changed. */
  #updateAppetite(): void {
    if (this.#state !== 'running') return;
    const { ports } = this.#parts;
    const wanted = this.#restsByOrder ? NO_APPETITE : this.#wish();
    const { urgent, lookAhead } = this.#appetite;
    if (wanted.urgent === urgent && wanted.lookAhead === lookAhead) return;
    this.#appetite = wanted;
    ports.jobIntake.setAppetite(wanted);
  }

  #wish(): Appetite {
    return appetite({
      threads: this.#parts.settings.threads,
      // The intake counts what it pulled of each band.
      heldLookAhead: 0,
      workersInClass: this.#workersInClass,
      ...this.#dueWork(),
    });
  }

  #dueWork(): DueWork {
    const { firstChunkWorkMs, soonDueWorkMs } = this.#scheduler.dueWork(this.#parts.clock.now());
    const opening = this.#held.size - this.#scheduler.size;
    return { firstChunkWorkMs: firstChunkWorkMs + opening * OPENING_WORK_MS, soonDueWorkMs };
  }

  #openLinks(parts: WorkerParts): GatewayLinks {
    const { chunkSink: sink } = parts.ports;
    const leave = (reason: StopReason) => (gateway: GatewayId) =>
      this.#cancel(this.#held.of(gateway), reason);
    const watch = new GatewayWatch({
      ...{ sink, clock: parts.clock, silenceMs: parts.settings.gatewaySilenceMs },
      onSilent: leave('gateway_silent'),
    });
    return new GatewayLinks({ ...parts, sink, watch, onGone: leave('gateway_gone') });
  }

  #cancel(ids: readonly string[], reason: StopReason): void {
    for (const id of ids) this.#parts.ports.jobIntake.cancel(id, reason);
  }

  #record(): WorkerRecord {
    const { worker, engine, settings, clock } = this.#parts;
    return {
      worker,
      voiceClass: settings.voiceClass,
      voices: engine.capabilities.voices,
      defaultVoice: settings.defaultVoice,
      fingerprint: engine.fingerprint,
      threads: settings.threads,
      open: this.#held.size,
      costPerAudioSecond: this.#pace.costPerAudioSecond,
      load: this.#pace.load(clock.now()),
      firstChunkMs: this.#pace.firstChunkMs,
      draining: this.#state === 'draining' || this.#restsByOrder,
      version: settings.version,
    };
  }

  /** An engine must not be closed inside a unit of a sentence that was aborted. */
  async #unitsToEnd(): Promise<void> {
    let stop: () => void = () => undefined;
    const limit = new Promise<void>((resolve) => {
      stop = this.#parts.clock.after(UNIT_LIMIT_MS, resolve);
    });
    await Promise.race([this.#scheduler.idle(), limit]);
    stop();
  }

  async #close(): Promise<void> {
    const { ports, engine } = this.#parts;
    await this.#announcer.stop();
    await this.#unitsToEnd();
    await this.#parts.profiler?.close().catch(() => undefined); // nobody is left who could be told
    await Promise.all(Object.values(ports).map((port: { close(): Promise<void> }) => port.close()));
    await engine.close();
    await this.#parts.tracer.close();
    this.#state = 'closed';
  }
}
