import type { JobFailure } from '@chorale/protocol';
import type {
  AuditLog,
  ControlBus,
  GatewayRegistry,
  KeyStore,
  QueueWatch,
  SessionWatch,
  WorkerRegistry,
} from '@chorale/speech';

/** What an admin process needs of the broker; closed by the broker's `close`. */
export interface AdminPorts {
  readonly workerRegistry: WorkerRegistry;
  readonly gatewayRegistry: GatewayRegistry;
  readonly sessionWatch: SessionWatch;
  readonly controlBus: ControlBus;
  readonly queueWatch: QueueWatch;
  readonly auditLog: AuditLog;
  readonly keyStore: KeyStore;
  /** The latest failures, newest first; at most 1 000. */
  recentFailures(): Promise<readonly JobFailure[]>;
}
