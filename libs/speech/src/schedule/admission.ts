import type { ClassStanding } from './class-standing.js';

const MIN_RETRY_AFTER_MS = 1_000; // `Retry-After` counts whole seconds
const MAX_RETRY_AFTER_MS = 30_000;

/** How far a class of workers may be filled. */
export interface AdmissionRules {
  /**
   * The share of the threads' time that the listeners may need, all hearing at once; 0.9 leaves a
   * tenth to spare, and at 1.0 a third of the utterances stalled in simulation. 0 admits everybody.
   */
  readonly limit: number;
  /** The share of those places that one tenant may take while others could want them, above 0 up to 1. */
  readonly tenantShare: number;
}

/** Whether one more session may begin, or who has too many, and when to ask again. */
export type Admission =
  | { readonly kind: 'admitted' }
  | {
      readonly kind: 'refused';
      readonly because: 'class' | 'tenant';
      readonly retryAfterMs: number;
    };

/** What admission looks at. */
export type ClassUse = Pick<
  ClassStanding,
  'liveSessions' | 'owedAudioSeconds' | 'costPerAudioSecond' | 'threads' | 'tenants'
>;

/**
 * Admits a session while the threads could speak to all listeners at once with some time to spare.
 * It counts sessions, not backlog: deadline order eats the listeners' buffers for 10–20 s before any
 * backlog shows.
 *
 * - A class without workers admits everybody: those who wait are what wakes it.
 * - One that serves nobody admits one, however slow it is: only work shows what audio costs by now.
 * - So does one that has measured nothing yet.
 */
export const admit = (use: ClassUse, tenant: string, rules: AdmissionRules): Admission => {
  const { liveSessions, owedAudioSeconds, threads, costPerAudioSecond } = use;
  if (rules.limit === 0 || threads === 0 || costPerAudioSecond === null) return ADMITTED;
  const room = (rules.limit * threads) / costPerAudioSecond;
  if (liveSessions > 0 && liveSessions + 1 > room)
    return refused('class', retryAfterMs({ liveSessions, owedAudioSeconds, room }));
  return admitTenant(use, { room: room * rules.tenantShare, tenant });
};

const ADMITTED: Admission = { kind: 'admitted' };

const refused = (because: 'class' | 'tenant', retryAfterMs: number): Admission => ({
  kind: 'refused',
  because,
  retryAfterMs,
});

/** A tenant's first session is never too many. */
const admitTenant = (
  { liveSessions, owedAudioSeconds, tenants }: ClassUse,
  { room, tenant }: { readonly room: number; readonly tenant: string },
): Admission => {
  const own = tenants.get(tenant) ?? 0;
  if (own === 0 || own + 1 <= room) return ADMITTED;
  const ownSeconds = (owedAudioSeconds * own) / Math.max(own, liveSessions);
  const queue = { liveSessions: own, owedAudioSeconds: ownSeconds, room };
  return refused('tenant', retryAfterMs(queue));
};

interface Queue {
  readonly liveSessions: number;
  /** Audio that those sessions are still to hear, seconds in all. */
  readonly owedAudioSeconds: number;
  readonly room: number;
}

/** When enough sessions should have ended, if their ends are spread evenly; whole milliseconds. */
const retryAfterMs = ({ liveSessions, owedAudioSeconds, room }: Queue): number => {
  const mustEnd = Math.ceil(liveSessions + 1 - room);
  if (mustEnd > liveSessions) return MAX_RETRY_AFTER_MS;
  const lastEndMs = (2 * 1000 * owedAudioSeconds) / liveSessions;
  return clampedRetryAfter(Math.round((lastEndMs * mustEnd) / liveSessions));
};

const clampedRetryAfter = (ms: number): number =>
  Math.min(MAX_RETRY_AFTER_MS, Math.max(MIN_RETRY_AFTER_MS, ms));
