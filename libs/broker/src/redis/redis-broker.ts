import { randomUUID } from 'node:crypto';

import {
  controlOrderSchema,
  dueChangeSchema,
  type JobFailure,
  textReplySchema,
} from '@chorale/protocol';
import type {
  ControlBus,
  GatewayId,
  GatewayRegistry,
  JobIntake,
  KeyStore,
  TextInquiry,
  WorkerId,
} from '@chorale/speech';

import type { Broker, BrokerObserver, GatewayPorts, WorkerPorts } from '../broker.js';
import type { AdminPorts } from '../admin-ports.js';
import { MAX_API_KEYS } from '../api-key-secret.js';
import { intakeOf } from '../paired-intake.js';
import { checkedClass } from '../placement.js';
import { systemClock } from '../system-clock.js';
import { BusTextInquiry } from '../text-inquiry.js';

import { BandQueues } from './band-queues.js';
import { FailureLog } from './failure-log.js';
import { GatewayStream } from './gateway-stream.js';
import { type RedisKeys, redisKeys } from './keys.js';
import { Pulse, type RoundTripListener } from './pulse.js';
import { RedisAbortBus } from './redis-abort-bus.js';
import { RedisAuditLog } from './redis-audit-log.js';
import type { BroadcastPlace } from './redis-broadcast.js';
import { RedisBus } from './redis-bus.js';
import { RedisChunkSink } from './redis-chunk-sink.js';
import { RedisChunkSource } from './redis-chunk-source.js';
import { RedisGatewayRegistry } from './redis-gateway-registry.js';
import { RedisJobIntake } from './redis-job-intake.js';
import { RedisJobQueue } from './redis-job-queue.js';
import { RedisJournal } from './redis-journal.js';
import { RedisKeyStore } from './redis-key-store.js';
import { type RedisLink, RedisLinks } from './redis-link.js';
import { RedisQueueWatch } from './redis-queue-watch.js';
import { RedisSessionFeed } from './redis-session-feed.js';
import { RedisSessionWatch } from './redis-session-watch.js';
import { RedisTextReplies } from './redis-text-replies.js';
import { RedisWorkerRegistry } from './redis-worker-registry.js';

/** Where the broker is and how patient it is. */
export interface RedisBrokerOptions {
  /** Any URL that ioredis takes; gateways and workers must share it. Never logged. */
  readonly url: string;
  readonly observer: BrokerObserver;
  /** Begins every key; for a cluster it needs braces. Default `{chorale}`. */
  readonly prefix?: string;
  /** How long the record of a worker or gateway lives unless renewed. Default 5 000. */
  readonly recordTtlMs?: number;
  /** How long a running job outlives its worker in the queue's books. Default 10 000. */
  readonly lockMs?: number;
  /** API keys that may exist at a time. Default 10 000. */
  readonly maxApiKeys?: number;
  /** Hears every 2 s how long Redis takes to answer, ms; null if it does not. */
  readonly onRoundTrip?: RoundTripListener;
}

/**
 * Makes a broker over Redis. Connections are made when ports are handed out and mended whenever
 * they break; until one stands, what needs it waits at most 2 s and rejects with BrokerUnavailable.
 */
export const createRedisBroker = (options: RedisBrokerOptions): Broker => new RedisBroker(options);

const DEFAULT_RECORD_TTL_MS = 5_000;
/** Longer than any pause of a healthy event loop; nothing waits for it, as gateways decide what is lost. */
const DEFAULT_LOCK_MS = 10_000;

class RedisBroker implements Broker {
  readonly #keys: RedisKeys;
  readonly #links: RedisLinks;
  readonly #problem: (error: Error) => void;
  readonly #intakes: JobIntake[] = [];
  readonly #ports: { close(): Promise<void> }[] = [];
  readonly #reported = new WeakSet<Error>();
  #commandLink: RedisLink | null = null;
  #pulse: Pulse | null = null;

  constructor(private readonly options: RedisBrokerOptions) {
    this.#keys = redisKeys(options.prefix);
    this.#problem = (error) => this.#report(error);
    this.#links = new RedisLinks(options.url, this.#problem);
  }

  gatewayPorts(gateway: GatewayId): GatewayPorts {
    const link = this.#commands();
    const stream = new GatewayStream(link, this.#keys, gateway);
    const reader = this.#links.failFastBlocking();
    const ports: GatewayPorts = {
      jobQueue: new RedisJobQueue(link, this.#keys, this.#problem),
      chunkSource: new RedisChunkSource(stream, reader, this.#problem),
      abortBus: this.#abortBus(),
      dueBus: this.#bus(this.#keys.dues, dueChangeSchema),
      workerRegistry: this.#registry(),
      gatewayRegistry: this.gatewayRegistry(),
      keyStore: this.keyStore(),
      controlBus: this.#bus(this.#keys.control, controlOrderSchema),
      sessionFeed: new RedisSessionFeed(link, this.#keys),
      textReplies: new RedisTextReplies(link, this.#keys),
      journal: new RedisJournal(link, this.#keys, () => this.#links.patient(), this.#problem),
    };
    this.#ports.push(ports.jobQueue, ports.chunkSource, ports.abortBus, ports.journal);
    this.#ports.push(ports.controlBus, ports.dueBus);
    return ports;
  }

  workerPorts(worker: WorkerId, voiceClass: string, fingerprint?: string): WorkerPorts {
    const ports: WorkerPorts = {
      jobIntake: intakeOf(voiceClass, fingerprint, (name) => this.#intake(worker, name)),
      chunkSink: new RedisChunkSink(this.#commands(), this.#keys),
      controlBus: this.#bus(this.#keys.control, controlOrderSchema),
      abortBus: this.#abortBus(),
      dueBus: this.#bus(this.#keys.dues, dueChangeSchema),
      workerRegistry: this.#registry(),
      gatewayRegistry: this.gatewayRegistry(),
    };
    this.#intakes.push(ports.jobIntake);
    this.#ports.push(ports.chunkSink, ports.abortBus, ports.controlBus, ports.dueBus);
    return ports;
  }

  adminPorts(): AdminPorts {
    const link = this.#commands();
    const queues = new BandQueues(link, this.#keys, this.#problem);
    const sessionWatch = this.#sessionWatch();
    const controlBus = this.#bus(this.#keys.control, controlOrderSchema);
    const textInquiry = this.#textInquiry(controlBus);
    const queueWatch = new RedisQueueWatch(link, queues);
    this.#ports.push(sessionWatch, controlBus, textInquiry, queues);
    return {
      workerRegistry: this.#registry(),
      gatewayRegistry: this.gatewayRegistry(),
      sessionWatch,
      controlBus,
      textInquiry,
      queueWatch,
      auditLog: new RedisAuditLog(link, this.#keys),
      keyStore: this.keyStore(),
      recentFailures: () => this.recentFailures(),
      bullQueues: (voiceClasses) => queueWatch.bullQueues(voiceClasses),
    };
  }

  gatewayRegistry(): GatewayRegistry {
    return new RedisGatewayRegistry(this.#commands(), this.#keys, this.#recordTtlMs);
  }

  keyStore(): KeyStore {
    const maxKeys = this.options.maxApiKeys ?? MAX_API_KEYS;
    return new RedisKeyStore(this.#commands(), this.#keys, maxKeys);
  }

  recentFailures(): Promise<readonly JobFailure[]> {
    return new FailureLog(this.#commands(), this.#keys).list();
  }

  async close(): Promise<void> {
    this.#pulse?.close();
    // Running handlers still send and hear: their ports close after them.
    await Promise.all(this.#intakes.map((intake) => intake.close()));
    await Promise.all(this.#ports.map((port) => port.close()));
    this.#links.closeAll();
  }

  /** BullMQ repeats the errors of a connection that its queues share. */
  #report(error: Error): void {
    if (this.#reported.has(error)) return;
    this.#reported.add(error);
    this.options.observer.problem(error);
  }

  /** One connection for all single commands of a process: pipelined, it is far from its limit. */
  #commands(): RedisLink {
    this.#commandLink ??= this.#watched(this.#links.failFast());
    return this.#commandLink;
  }

  #watched(link: RedisLink): RedisLink {
    const { onRoundTrip } = this.options;
    if (onRoundTrip === undefined) return link;
    this.#pulse = new Pulse({ reach: () => link.ready(), clock: systemClock, onRoundTrip });
    return link;
  }

  #intake(worker: WorkerId, voiceClass: string): RedisJobIntake {
    return new RedisJobIntake({
      worker,
      voiceClass: checkedClass(voiceClass),
      keys: this.#keys,
      link: this.#links.patient(),
      failures: new FailureLog(this.#commands(), this.#keys),
      observer: {
        invalidJob: (address) => this.options.observer.invalidJob(address),
        problem: this.#problem,
      },
      lockMs: this.options.lockMs ?? DEFAULT_LOCK_MS,
    });
  }

  #abortBus(): RedisAbortBus {
    return new RedisAbortBus(this.#commands(), this.#keys, this.#hearing());
  }

  #bus<T>(name: string, schema: BroadcastPlace<T>['schema']): RedisBus<T> {
    return new RedisBus(this.#commands(), { name, schema, ...this.#hearing() });
  }

  /** How channels are listened to. */
  #hearing(): Pick<BroadcastPlace<unknown>, 'openSubscriber' | 'problem'> {
    return { openSubscriber: () => this.#links.patient(), problem: this.#problem };
  }

  #sessionWatch(): RedisSessionWatch {
    const subscriber = (): RedisLink => this.#links.patient();
    return new RedisSessionWatch(this.#commands(), this.#keys, subscriber, this.#problem);
  }

  #textInquiry(control: ControlBus): TextInquiry {
    const asker = randomUUID();
    const replies = this.#bus(this.#keys.textReplies(asker), textReplySchema);
    return new BusTextInquiry({ asker, replies, control, clock: systemClock });
  }

  #registry(): RedisWorkerRegistry {
    return new RedisWorkerRegistry(this.#commands(), this.#keys, this.#recordTtlMs);
  }

  get #recordTtlMs(): number {
    return this.options.recordTtlMs ?? DEFAULT_RECORD_TTL_MS;
  }
}
