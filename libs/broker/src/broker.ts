import type { JobFailure } from '@chorale/protocol';
import type {
  AbortBus,
  ChunkSink,
  ChunkSource,
  ControlBus,
  DueBus,
  GatewayId,
  GatewayRegistry,
  JobIntake,
  JobQueue,
  Journal,
  KeyStore,
  SentenceAddress,
  SessionFeed,
  TextReplies,
  WorkerId,
  WorkerRegistry,
} from '@chorale/speech';

import type { AdminPorts } from './admin-ports.js';

/** What a gateway needs of the broker. */
export interface GatewayPorts {
  readonly jobQueue: JobQueue;
  readonly chunkSource: ChunkSource;
  readonly abortBus: AbortBus;
  readonly dueBus: DueBus;
  readonly workerRegistry: WorkerRegistry;
  readonly gatewayRegistry: GatewayRegistry;
  readonly keyStore: KeyStore;
  readonly controlBus: ControlBus;
  readonly sessionFeed: SessionFeed;
  readonly textReplies: TextReplies;
  readonly journal: Journal;
}

/** What a worker needs of the broker. */
export interface WorkerPorts {
  readonly jobIntake: JobIntake;
  readonly chunkSink: ChunkSink;
  readonly controlBus: ControlBus;
  readonly abortBus: AbortBus;
  readonly dueBus: DueBus;
  readonly workerRegistry: WorkerRegistry;
  readonly gatewayRegistry: GatewayRegistry;
}

/** Is told what the ports do not answer with; each call returns at once and never throws. */
export interface BrokerObserver {
  /** A payload failed its schema and was dropped; `address` where it could still be read. */
  invalidJob(address: SentenceAddress | null): void;
  /** Something failed that heals by itself or has no caller; during an outage this comes often. */
  problem(error: Error): void;
}

/**
 * Hands out the ports over one broker, each set for one process.
 * Ports of one call share what they can; every port is closed by its own `close` or by the broker's.
 */
export interface Broker {
  gatewayPorts(gateway: GatewayId): GatewayPorts;
  /** A worker of that fingerprint also takes what is kept for its make; one without takes none of it. */
  workerPorts(worker: WorkerId, voiceClass: string, fingerprint?: string): WorkerPorts;
  adminPorts(): AdminPorts;
  /** The living gateways, for whoever is none of them. */
  gatewayRegistry(): GatewayRegistry;
  /** The keys of all gateways. */
  keyStore(): KeyStore;
  /** The latest failures, newest first; at most 1 000. */
  recentFailures(): Promise<readonly JobFailure[]>;
  /** Closes every port that was handed out; waits for the running handlers. */
  close(): Promise<void>;
}
