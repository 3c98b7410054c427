import { randomUUID } from 'node:crypto';

import type { JobFailure } from '@chorale/protocol';
import type {
  AbortOrder,
  Clock,
  ControlOrder,
  DueChange,
  FeedBatch,
  GatewayId,
  GatewayRecord,
  GatewayRegistry,
  JobIntake,
  KeyStore,
  TextReply,
  WorkerId,
  WorkerRecord,
} from '@chorale/speech';

import { MAX_API_KEYS } from '../api-key-secret.js';
import type { AdminPorts } from '../admin-ports.js';
import type { Broker, BrokerObserver, GatewayPorts, WorkerPorts } from '../broker.js';
import { failureName, MAX_FAILURES } from '../job-failure.js';
import { intakeOf } from '../paired-intake.js';
import { checkedClass } from '../placement.js';
import { BusTextInquiry } from '../text-inquiry.js';

import { DeadRoutes, MemoryAbortBus } from './memory-abort-bus.js';
import { MemoryAuditLog } from './memory-audit-log.js';
import { MemoryBus } from './memory-bus.js';
import { MemoryChannel } from './memory-channel.js';
import { type ChunkStreams, MemoryChunkSink, MemoryChunkSource } from './memory-chunks.js';
import { MemoryClassQueue } from './memory-class-queue.js';
import { MemoryGatewayRegistry } from './memory-gateway-registry.js';
import { type IntakeObserver, MemoryJobIntake } from './memory-job-intake.js';
import { MemoryJobQueue } from './memory-job-queue.js';
import { MemoryJournal, MemoryJournals } from './memory-journal.js';
import { MemoryKeyStore } from './memory-key-store.js';
import { MemoryQueueWatch } from './memory-queue-watch.js';
import { MemoryRecords } from './memory-records.js';
import { MemoryFeedState, MemorySessionFeed, MemorySessionWatch } from './memory-session-feed.js';
import { MemoryTextReplies } from './memory-text-replies.js';
import { MemoryWorkerRegistry } from './memory-worker-registry.js';

/** Waiting jobs per class and band: over an hour of speech per core, a few megabytes. */
const MAX_WAITING_JOBS = 10_000;

/** What the in-memory broker is made of. */
export interface MemoryBrokerOptions {
  readonly clock: Clock;
  readonly observer: BrokerObserver;
  /** Waiting jobs per class and band; beyond it `enqueue` rejects with BrokerUnavailable `full`. */
  readonly maxWaitingJobs?: number;
}

/** Makes a broker for gateways and workers of one process; nothing outlives it. */
export const createMemoryBroker = (options: MemoryBrokerOptions): Broker =>
  new MemoryBroker(options);

class MemoryBroker implements Broker {
  readonly #streams: ChunkStreams = new Map();
  readonly #queues = new Map<string, MemoryClassQueue>();
  readonly #aborts: MemoryChannel<AbortOrder>;
  readonly #deadRoutes: DeadRoutes;
  readonly #workers: MemoryRecords<WorkerId, WorkerRecord>;
  readonly #gateways: MemoryRecords<GatewayId, GatewayRecord>;
  readonly #journals: MemoryJournals;
  readonly #keyStore = new MemoryKeyStore(MAX_API_KEYS);
  readonly #control: MemoryChannel<ControlOrder>;
  readonly #dues: MemoryChannel<DueChange>;
  readonly #feed: MemoryChannel<FeedBatch>;
  readonly #feedState: MemoryFeedState;
  readonly #textReplies: MemoryChannel<TextReply>;
  readonly #auditLog = new MemoryAuditLog();
  readonly #intakes: JobIntake[] = [];
  readonly #ports: { close(): Promise<void> }[] = [];
  #failures: readonly JobFailure[] = [];

  constructor(private readonly options: MemoryBrokerOptions) {
    const problem = (error: Error): void => options.observer.problem(error);
    this.#aborts = new MemoryChannel(problem);
    this.#deadRoutes = new DeadRoutes(options.clock);
    this.#control = new MemoryChannel(problem);
    this.#dues = new MemoryChannel(problem);
    this.#feed = new MemoryChannel(problem);
    this.#feedState = new MemoryFeedState(options.clock);
    this.#textReplies = new MemoryChannel(problem);
    this.#workers = new MemoryRecords(options.clock);
    this.#gateways = new MemoryRecords(options.clock);
    this.#journals = new MemoryJournals(options.clock, problem);
  }

  gatewayPorts(gateway: GatewayId): GatewayPorts {
    const { clock, observer } = this.options;
    const problem = (error: Error): void => observer.problem(error);
    const ports: GatewayPorts = {
      jobQueue: new MemoryJobQueue((voiceClass) => this.#queueOf(voiceClass)),
      chunkSource: new MemoryChunkSource(gateway, this.#streams, clock, problem),
      abortBus: new MemoryAbortBus(this.#aborts, this.#deadRoutes),
      dueBus: new MemoryBus(this.#dues),
      workerRegistry: new MemoryWorkerRegistry(this.#workers),
      gatewayRegistry: this.gatewayRegistry(),
      keyStore: this.#keyStore,
      controlBus: new MemoryBus(this.#control),
      sessionFeed: new MemorySessionFeed(this.#feedState, this.#feed),
      textReplies: new MemoryTextReplies(this.#textReplies),
      journal: new MemoryJournal(this.#journals),
    };
    this.#ports.push(ports.jobQueue, ports.chunkSource, ports.abortBus, ports.journal);
    this.#ports.push(ports.controlBus, ports.dueBus);
    return ports;
  }

  workerPorts(worker: WorkerId, voiceClass: string, fingerprint?: string): WorkerPorts {
    const observer = this.#intakeObserver(worker, voiceClass);
    const intake = (name: string): JobIntake => new MemoryJobIntake(this.#queueOf(name), observer);
    const ports: WorkerPorts = {
      jobIntake: intakeOf(voiceClass, fingerprint, intake),
      chunkSink: new MemoryChunkSink(this.#streams, this.options.clock),
      controlBus: new MemoryBus(this.#control),
      abortBus: new MemoryAbortBus(this.#aborts, this.#deadRoutes),
      dueBus: new MemoryBus(this.#dues),
      workerRegistry: new MemoryWorkerRegistry(this.#workers),
      gatewayRegistry: this.gatewayRegistry(),
    };
    this.#intakes.push(ports.jobIntake);
    this.#ports.push(ports.chunkSink, ports.abortBus, ports.controlBus, ports.dueBus);
    return ports;
  }

  adminPorts(): AdminPorts {
    const sessionWatch = new MemorySessionWatch(this.#feedState, this.#feed);
    const controlBus = new MemoryBus(this.#control);
    const textInquiry = new BusTextInquiry({
      asker: randomUUID(),
      replies: new MemoryBus(this.#textReplies),
      control: controlBus,
      clock: this.options.clock,
    });
    this.#ports.push(sessionWatch, controlBus, textInquiry);
    return {
      workerRegistry: new MemoryWorkerRegistry(this.#workers),
      gatewayRegistry: this.gatewayRegistry(),
      sessionWatch,
      controlBus,
      textInquiry,
      queueWatch: new MemoryQueueWatch((voiceClass) => this.#queueOf(voiceClass)),
      auditLog: this.#auditLog,
      keyStore: this.#keyStore,
      recentFailures: () => this.recentFailures(),
      bullQueues: () => Promise.resolve([]),
    };
  }

  gatewayRegistry(): GatewayRegistry {
    return new MemoryGatewayRegistry(this.#gateways);
  }

  keyStore(): KeyStore {
    return this.#keyStore;
  }

  recentFailures(): Promise<readonly JobFailure[]> {
    return Promise.resolve(this.#failures);
  }

  async close(): Promise<void> {
    // Running handlers still send and hear: their ports close after them.
    await Promise.all(this.#intakes.map((intake) => intake.close()));
    await Promise.all(this.#ports.map((port) => port.close()));
  }

  #queueOf(voiceClass: string): MemoryClassQueue {
    const known = this.#queues.get(checkedClass(voiceClass));
    if (known !== undefined) return known;
    const queue = new MemoryClassQueue(this.options.maxWaitingJobs ?? MAX_WAITING_JOBS);
    this.#queues.set(voiceClass, queue);
    return queue;
  }

  #intakeObserver(worker: WorkerId, voiceClass: string): IntakeObserver {
    return {
      invalidJob: (address) => this.options.observer.invalidJob(address),
      failed: (id, error) => {
        const failure = { id, voiceClass, worker, error: failureName(error), at: Date.now() };
        this.#failures = [failure, ...this.#failures].slice(0, MAX_FAILURES);
      },
    };
  }
}
