import type {
  Admission,
  AdmissionRules,
  AutoscaleSignal,
  ClassDemand,
  ClassStanding,
  Clock,
  GatewayId,
  GatewayRecord,
  GatewayRegistry,
  UtteranceConfig,
} from '@chorale/speech';
import { admit, autoscaleSignal, classStanding } from '@chorale/speech';

import type { WorkerDirectory } from '../sessions/worker-directory.js';

import { Heartbeat } from './heartbeat.js';
import type { LoadBearer } from './open-contexts.js';
import { OpenContexts } from './open-contexts.js';

/** What the gateway says about itself besides its load. */
export type GatewayFacts = Pick<GatewayRecord, 'url' | 'sessions' | 'draining' | 'showsText'>;

/** What the view of the cluster's load is made of. */
export interface ClusterLoadParts {
  readonly gateway: GatewayId;
  readonly version: string;
  readonly host: string;
  readonly registry: GatewayRegistry;
  readonly directory: Pick<WorkerDirectory, 'workers' | 'reachable' | 'lookup' | 'voiceClasses'>;
  readonly rules: AdmissionRules;
  readonly clock: Clock;
  readonly facts: () => GatewayFacts;
  readonly onError: (error: unknown) => void;
}

/**
 * What the clients of all gateways want and what the workers can do: decides who may begin, and tells
 * scalers. What other gateways took on is up to a second old.
 */
export class ClusterLoad {
  readonly #contexts: OpenContexts;
  readonly #heartbeat: Heartbeat;
  readonly #startedAt = Date.now();

  constructor(private readonly parts: ClusterLoadParts) {
    this.#contexts = new OpenContexts(parts.clock, (config) => this.#classOf(config));
    this.#heartbeat = new Heartbeat({ ...parts, record: () => this.#record() });
  }

  /** Announces this gateway, and looks for others, from now on every second. */
  start(): Promise<void> {
    return this.#heartbeat.start();
  }

  /** Lets the others know at once that something changed. */
  renew(): Promise<void> {
    return this.#heartbeat.beat();
  }

  /** Takes this gateway out of the registry; never rejects. */
  close(): Promise<void> {
    return this.#heartbeat.stop();
  }

  /** Counts a voice stream from now on, until it is forgotten. */
  track(context: LoadBearer, tenant: string): void {
    this.#contexts.add(context, tenant);
  }

  forget(context: LoadBearer): void {
    this.#contexts.delete(context);
  }

  /**
   * Decides whether a tenant may begin one more session. One that has not said what it wants is
   * turned away only if no class would take it.
   */
  admit(tenant: string, config: UtteranceConfig | null = null): Admission {
    const voiceClass = config === null ? null : this.#classOf(config);
    const classes = voiceClass === null ? this.#knownClasses() : [voiceClass];
    const demand = [...this.#foreignDemand(), ...this.#contexts.demand()];
    const admissions = classes.map((name) =>
      admit(this.#standing(name, demand), tenant, this.parts.rules),
    );
    return admissions.reduce(easier, admissions[0] ?? ADMITTED);
  }

  /** What scalers are told about a class; null while that cannot be known for the broker is away. */
  signal(voiceClass: string): AutoscaleSignal | null {
    if (!this.#isInformed) return null;
    const demand = [...this.#foreignDemand(), ...this.#contexts.demandNow()];
    return autoscaleSignal(this.#standing(voiceClass, demand));
  }

  /** The same of every class that was ever seen or is wanted, at most a tenth of a second old; empty where `signal` is null. */
  signals(): readonly AutoscaleSignal[] {
    if (!this.#isInformed) return [];
    const demand = [...this.#foreignDemand(), ...this.#contexts.demand()];
    const wanted = demand.map(({ voiceClass }) => voiceClass);
    const classes = new Set([...this.parts.directory.voiceClasses(), ...wanted]);
    return [...classes].map((name) => autoscaleSignal(this.#standing(name, demand)));
  }

  get #isInformed(): boolean {
    return this.#heartbeat.isFresh && this.parts.directory.reachable;
  }

  #standing(voiceClass: string, demand: readonly ClassDemand[]): ClassStanding {
    return classStanding(voiceClass, demand, this.parts.directory.workers);
  }

  #foreignDemand(): readonly ClassDemand[] {
    return this.#heartbeat.others.flatMap(({ demand }) => demand);
  }

  #knownClasses(): readonly string[] {
    return [...new Set(this.parts.directory.workers.map(({ voiceClass }) => voiceClass))];
  }

  /** Whoever named no voice yet will most likely want the default one. */
  #classOf(config: UtteranceConfig | null): string | null {
    const found = this.parts.directory.lookup(config ?? { voice: null, language: null });
    return found.kind === 'found' ? found.voiceClass : null;
  }

  #record(): GatewayRecord {
    const { gateway, version, host, facts } = this.parts;
    const demand = this.#contexts.demandNow();
    return { gateway, version, host, startedAt: this.#startedAt, ...facts(), demand };
  }
}

const ADMITTED: Admission = { kind: 'admitted' };

/** Of two answers the better one for whoever asks. */
const easier = (one: Admission, other: Admission): Admission => {
  if (one.kind === 'admitted' || other.kind === 'admitted') return ADMITTED;
  return one.retryAfterMs <= other.retryAfterMs ? one : other;
};
