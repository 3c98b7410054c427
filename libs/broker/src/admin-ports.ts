import type { JobFailure } from '@chorale/protocol';
import type {
  AuditLog,
  ControlBus,
  GatewayRegistry,
  KeyStore,
  QueueWatch,
  SessionWatch,
  TextInquiry,
  WorkerRegistry,
} from '@chorale/speech';

import type { RedisQueueWatch } from './redis/redis-queue-watch.js';

/** BullMQ's queues, for tools that look into them. */
export type BullQueues = Awaited<ReturnType<RedisQueueWatch['bullQueues']>>;

/** What an admin process needs of the broker; closed by the broker's `close`. */
export interface AdminPorts {
  readonly workerRegistry: WorkerRegistry;
  readonly gatewayRegistry: GatewayRegistry;
  readonly sessionWatch: SessionWatch;
  readonly controlBus: ControlBus;
  readonly textInquiry: TextInquiry;
  readonly queueWatch: QueueWatch;
  readonly auditLog: AuditLog;
  readonly keyStore: KeyStore;
  /** The latest failures, newest first; at most 1 000. */
  recentFailures(): Promise<readonly JobFailure[]>;
  /** Two for each class; none where queues are no queues of BullMQ. */
  bullQueues(voiceClasses: readonly string[]): Promise<BullQueues>;
}
