import type { AdminPorts } from '@chorale/broker';
import type { Clock, GatewayRecord, QueueDepth, WorkerRecord } from '@chorale/speech';

import type { ClusterState, HistoryPoint } from '../live/live-messages.js';

import type { Experience } from './figures-window.js';

/** How often the registries are read, ms: as often as records are renewed. */
const LOOK_MS = 1_000;

/** Seconds of history that the charts show. */
const HISTORY_POINTS = 300;

type ViewPorts = Pick<AdminPorts, 'workerRegistry' | 'gatewayRegistry' | 'queueWatch'>;

/** What a view is made of. */
export interface ViewParts {
  readonly ports: ViewPorts;
  readonly clock: Clock;
  /** What the session feed knows now. */
  readonly seen: (now: number) => Experience & { readonly speaking: number | null };
  readonly onLook: (cluster: ClusterState, point: HistoryPoint) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Reads every second who is there and what waits; three small reads, whatever the number of sessions. */
export class ClusterView {
  #cluster: ClusterState;
  #history: readonly HistoryPoint[] = [];
  #cancel: () => void = () => undefined;
  #closed = false;

  constructor(private readonly parts: ViewParts) {
    const at = parts.clock.now();
    this.#cluster = { at, reachable: false, gateways: [], workers: [], queues: [] };
  }

  get cluster(): ClusterState {
    return this.#cluster;
  }

  /** The last five minutes, oldest first. */
  get history(): readonly HistoryPoint[] {
    return this.#history;
  }

  /** Resolves after the first look; never rejects. */
  async start(): Promise<void> {
    await this.#look();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  async #look(): Promise<void> {
    const { clock, onTrouble } = this.parts;
    try {
      this.#cluster = { at: clock.now(), reachable: true, ...(await this.#read()) };
    } catch (error) {
      this.#cluster = { ...this.#cluster, at: clock.now(), reachable: false };
      onTrouble(error);
    }
    if (this.#closed) return;
    this.#tell();
    this.#cancel = clock.after(LOOK_MS, () => void this.#look()); // #look never rejects
  }

  async #read(): Promise<Pick<ClusterState, 'gateways' | 'workers' | 'queues'>> {
    const { workerRegistry, gatewayRegistry, queueWatch } = this.parts.ports;
    const [gateways, workers] = await Promise.all([gatewayRegistry.list(), workerRegistry.list()]);
    const queues = await queueWatch.depths(classesOf(gateways, workers));
    return {
      gateways: [...gateways].sort((one, other) => one.gateway.localeCompare(other.gateway)),
      workers: [...workers].sort((one, other) => one.worker.localeCompare(other.worker)),
      queues,
    };
  }

  #tell(): void {
    const { clock, seen, onLook } = this.parts;
    const point = pointOf(this.#cluster, seen(clock.now()));
    this.#history = [...this.#history, point].slice(-HISTORY_POINTS);
    onLook(this.#cluster, point);
  }
}

/** A class may have demand and no worker, for example before one is started for it. */
const classesOf = (
  gateways: readonly GatewayRecord[],
  workers: readonly WorkerRecord[],
): readonly string[] => {
  const wanted = gateways.flatMap(({ demand }) => demand.map(({ voiceClass }) => voiceClass));
  const names = new Set([...workers.map(({ voiceClass }) => voiceClass), ...wanted]);
  return [...names].filter((name) => /^[\w-]{1,64}$/.test(name)).sort();
};

const pointOf = (
  { at, gateways, workers, queues }: ClusterState,
  { speaking, ...experience }: Experience & { readonly speaking: number | null },
): HistoryPoint => {
  const demand = gateways.flatMap((gateway) => gateway.demand);
  return {
    at,
    sessions: sum(gateways.map(({ sessions }) => sessions)),
    speaking: speaking ?? sum(demand.map(({ liveSessions }) => liveSessions)),
    queued: sum(queues.map(waitingIn)),
    owedSeconds: sum(demand.map(({ owedAudioSeconds }) => owedAudioSeconds)),
    load: loadOf(workers),
    ...experience,
  };
};

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

const waitingIn = ({ urgent, lookAhead }: QueueDepth): number => urgent + lookAhead;

/** Workers count by their threads. */
const loadOf = (workers: readonly WorkerRecord[]): number | null => {
  const threads = sum(workers.map((worker) => worker.threads));
  return threads === 0 ? null : sum(workers.map(({ load, threads: of }) => load * of)) / threads;
};
