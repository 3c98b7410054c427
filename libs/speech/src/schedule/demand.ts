import type { OwedAudio } from '../context/owed-audio.js';
import type { ClassDemand, TenantDemand } from '../ports/gateway-registry.js';

/** Stands for the class of a voice that no worker has been seen with yet. */
export const UNPLACED_CLASS = '*';

/** One voice stream as its gateway sees it. */
export interface ContextDemand {
  /** Of the voice that it speaks with; null while no worker is known to have it. */
  readonly voiceClass: string | null;
  readonly tenant: string;
  readonly owed: OwedAudio;
  /** It began so lately that its text may still be on its way: its place is kept. */
  readonly isNew: boolean;
}

/** Tenants that are told apart in a record; more would make it grow without bound. */
const MAX_TENANTS = 64;

/** Adds up what a gateway's voice streams want of each class; classes that nobody wants anything of are left out. */
export const classDemands = (contexts: Iterable<ContextDemand>): readonly ClassDemand[] => {
  const sums = new Map<string, Sum>();
  for (const context of contexts) if (counts(context)) add(sumOf(sums, context), context);
  return [...sums].map(([voiceClass, { tenants, ...sum }]) => ({
    voiceClass,
    ...sum,
    tenants: busiest(tenants),
  }));
};

interface Sum {
  liveSessions: number;
  owedAudioSeconds: number;
  queuedAudioSeconds: number;
  readonly tenants: Map<string, number>;
}

const isLive = ({ owed, isNew }: ContextDemand): boolean =>
  owed.hasListener || (isNew && !owed.hasBegun);

const counts = (context: ContextDemand): boolean => isLive(context) || context.owed.seconds > 0;

const sumOf = (sums: Map<string, Sum>, { voiceClass }: ContextDemand): Sum => {
  const name = voiceClass ?? UNPLACED_CLASS;
  const known = sums.get(name);
  if (known !== undefined) return known;
  const sum = {
    ...{ liveSessions: 0, owedAudioSeconds: 0, queuedAudioSeconds: 0 },
    tenants: new Map<string, number>(),
  };
  sums.set(name, sum);
  return sum;
};

const add = (sum: Sum, context: ContextDemand): void => {
  const { owed, tenant } = context;
  sum.owedAudioSeconds += owed.seconds;
  sum.queuedAudioSeconds += owed.queuedSeconds;
  if (!isLive(context)) return;
  sum.liveSessions += 1;
  sum.tenants.set(tenant, (sum.tenants.get(tenant) ?? 0) + 1);
};

const busiest = (tenants: ReadonlyMap<string, number>): readonly TenantDemand[] =>
  [...tenants]
    .map(([tenant, liveSessions]) => ({ tenant, liveSessions }))
    .sort((one, other) => other.liveSessions - one.liveSessions)
    .slice(0, MAX_TENANTS);
