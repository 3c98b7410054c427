import type { ClassDemand } from '../ports/gateway-registry.js';
import type { WorkerRecord } from '../ports/worker-registry.js';
import { UNPLACED_CLASS } from './demand.js';

/** How one class of workers stands: what all living gateways want of it, and what its living workers can do. */
export interface ClassStanding {
  readonly voiceClass: string;
  /** Workers that take jobs. */
  readonly workers: number;
  /** Their inference threads. */
  readonly threads: number;
  /** How many of those threads were busy of late, on average. */
  readonly busyThreads: number;
  /** Thread-seconds that a second of audio costs, by the threads of those who measured it; null if none has. */
  readonly costPerAudioSecond: number | null;
  /** How long jobs take of late from being taken to their first audio, ms; null if none has been. */
  readonly firstChunkMs: number | null;
  /** Sessions whose listeners still wait for audio to be made. */
  readonly liveSessions: number;
  readonly owedAudioSeconds: number;
  readonly queuedAudioSeconds: number;
  /** Live sessions by tenant. */
  readonly tenants: ReadonlyMap<string, number>;
}

/**
 * Sums up one class over the whole cluster. What is wanted of voices that nobody has been seen with
 * counts for every class without workers: one of them must wake to show which has the voice.
 */
export const classStanding = (
  voiceClass: string,
  demands: readonly ClassDemand[],
  workers: readonly WorkerRecord[],
): ClassStanding => {
  const own = workers.filter((worker) => worker.voiceClass === voiceClass);
  const taking = own.filter((worker) => !worker.draining);
  const wanted = demands.filter(
    (demand) =>
      demand.voiceClass === voiceClass ||
      (demand.voiceClass === UNPLACED_CLASS && own.length === 0),
  );
  return { voiceClass, ...strength(taking), ...sumOf(wanted) };
};

type Strength = Pick<
  ClassStanding,
  'workers' | 'threads' | 'busyThreads' | 'costPerAudioSecond' | 'firstChunkMs'
>;

const strength = (workers: readonly WorkerRecord[]): Strength => ({
  workers: workers.length,
  threads: total(workers, ({ threads }) => threads),
  busyThreads: total(workers, ({ threads, load }) => threads * load),
  costPerAudioSecond: meanByThreads(workers, ({ costPerAudioSecond }) => costPerAudioSecond),
  firstChunkMs: meanByThreads(workers, ({ firstChunkMs }) => firstChunkMs),
});

const total = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

const meanByThreads = (
  workers: readonly WorkerRecord[],
  of: (worker: WorkerRecord) => number | null,
): number | null => {
  const known = workers.flatMap((worker) => {
    const value = of(worker);
    return value === null ? [] : [{ value, threads: worker.threads }];
  });
  if (known.length === 0) return null;
  return (
    total(known, ({ value, threads }) => value * threads) / total(known, ({ threads }) => threads)
  );
};

type Wanted = Pick<
  ClassStanding,
  'liveSessions' | 'owedAudioSeconds' | 'queuedAudioSeconds' | 'tenants'
>;

const sumOf = (demands: readonly ClassDemand[]): Wanted => ({
  liveSessions: total(demands, ({ liveSessions }) => liveSessions),
  owedAudioSeconds: total(demands, ({ owedAudioSeconds }) => owedAudioSeconds),
  queuedAudioSeconds: total(demands, ({ queuedAudioSeconds }) => queuedAudioSeconds),
  tenants: tenantsOf(demands),
});

const tenantsOf = (demands: readonly ClassDemand[]): ReadonlyMap<string, number> => {
  const tenants = new Map<string, number>();
  for (const { tenant, liveSessions } of demands.flatMap((demand) => demand.tenants))
    tenants.set(tenant, (tenants.get(tenant) ?? 0) + liveSessions);
  return tenants;
};
