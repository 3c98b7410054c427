import type { AdminPorts } from '@chorale/broker';
import type { adminEnv, ConfigOf } from '@chorale/config';
import type { Logger } from '@chorale/observability';
import type { Clock } from '@chorale/speech';

import type { SocketAdapter } from './live/live-server.js';

/** All settings of the admin app. */
export type AdminConfig = ConfigOf<readonly [typeof adminEnv]>;

/** Writes all metrics in Prometheus' text format. */
interface MetricsPage {
  metrics(): Promise<string>;
}

/** What an admin app is built from. */
export interface AdminParts {
  readonly config: AdminConfig;
  /** What operators log in with; that of the settings, or one that was made. */
  readonly operatorToken: string;
  readonly ports: AdminPorts;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metricsPage: MetricsPage;
  /** Null for an admin app that is alone. */
  readonly adapter: SocketAdapter | null;
}
