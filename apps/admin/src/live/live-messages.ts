import type {
  GatewayRecord,
  QueueDepth,
  SessionSummary,
  SessionTrace,
  WorkerRecord,
} from '@chorale/speech';

import type { Role } from '../access/login-session.js';

/** One second of the cluster's life; a null where nothing was measured. */
export interface HistoryPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly sessions: number;
  readonly speaking: number;
  /** Jobs that wait, in all classes. */
  readonly queued: number;
  readonly owedSeconds: number;
  /** Share of their time that all inference threads were busy, 0–1. */
  readonly load: number | null;
  /** First-audio times of the minute before, ms. */
  readonly firstAudioP50: number | null;
  readonly firstAudioP95: number | null;
  /** Underruns per utterance in the minute before. */
  readonly underrunRate: number | null;
}

/** The cluster as it is now. */
export interface ClusterState {
  readonly at: number;
  /** False: the broker cannot be reached, and the rest is what was known last. */
  readonly reachable: boolean;
  readonly gateways: readonly GatewayRecord[];
  readonly workers: readonly WorkerRecord[];
  readonly queues: readonly QueueDepth[];
}

/** A session and the gateway that holds it. */
export type SessionRow = SessionSummary & { readonly gateway: string };

/** What changed among the sessions; `whole`: these are all. */
export interface SessionChanges {
  readonly whole: boolean;
  readonly changed: readonly SessionRow[];
  readonly ended: readonly string[];
}

/** What a page is told. */
export interface ToPage {
  readonly hello: (greeting: {
    readonly role: Role;
    readonly cluster: ClusterState;
    readonly history: readonly HistoryPoint[];
  }) => void;
  readonly cluster: (cluster: ClusterState, point: HistoryPoint) => void;
  readonly sessions: (changes: SessionChanges) => void;
  readonly trace: (trace: SessionTrace) => void;
  /** Somebody changed what these lists hold. */
  readonly stale: (lists: readonly ('keys' | 'audit' | 'voices')[]) => void;
}

/** What a page asks for. */
export interface FromPage {
  /** True: from now on the page gets the sessions. */
  readonly watch: (on: boolean) => void;
  /** Looks at one session closely; null = none. */
  readonly follow: (session: string | null) => void;
}
