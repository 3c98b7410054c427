import type { GatewayPorts } from '@chorale/broker';
import type { GatewayMetrics, Logger, Tracer } from '@chorale/observability';
import type { Clock, GatewayId } from '@chorale/speech';

import type { GatewayConfig } from './sessions/session-rules.js';

/** Writes all metrics in Prometheus' text format. */
export interface MetricsPage {
  metrics(): Promise<string>;
}

/** What a gateway is built from. */
export interface GatewayParts {
  readonly gateway: GatewayId;
  readonly ports: GatewayPorts;
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: GatewayMetrics;
  readonly metricsPage: MetricsPage;
  readonly tracer: Tracer;
}

/** Why the gateway cannot take sessions, or cannot make speech, at this moment. */
export type Readiness =
  { readonly ready: true } | { readonly ready: false; readonly reason: string };
