import type { Server } from 'node:http';
import { hostname } from 'node:os';

import type { GatewayPorts } from '@chorale/broker';
import type { GatewayMetrics } from '@chorale/observability';
import type { Clock, GatewayId } from '@chorale/speech';

import type { GatewayConfig } from '../sessions/session-rules.js';
import type { WorkerDirectory } from '../sessions/worker-directory.js';
import { VERSION } from '../version.js';

import { announcedHost, announcedUrl } from './announced-url.js';
import type { GatewayFacts } from './cluster-load.js';
import { ClusterLoad } from './cluster-load.js';

/** What the view of the load needs of the gateway. */
export interface LoadParts {
  readonly gateway: GatewayId;
  readonly ports: Pick<GatewayPorts, 'gatewayRegistry'>;
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly metrics: Pick<GatewayMetrics, 'watchClasses'>;
  readonly directory: WorkerDirectory;
  /** The server that clients come to, once there is one. */
  readonly http: () => Server | null;
  readonly facts: () => Pick<GatewayFacts, 'sessions' | 'draining'>;
  readonly onError: (error: unknown) => void;
}

/** Puts the view of the cluster's load together; it begins to look when it is started. */
export const openLoad = (parts: LoadParts): ClusterLoad => {
  const { config, ports, http, facts, metrics } = parts;
  const load = new ClusterLoad({
    ...parts,
    version: VERSION,
    host: hostname(),
    registry: ports.gatewayRegistry,
    rules: { limit: config.ADMISSION_LIMIT, tenantShare: config.TENANT_SHARE },
    facts: () => ({
      ...facts(),
      showsText: config.ALLOW_TEXT_VIEW,
      url: urlOf(http(), announcedHost(config, hostname())),
    }),
  });
  metrics.watchClasses(() => load.signals());
  return load;
};

/** Empty until the server listens. */
const urlOf = (http: Server | null, host: string): string => {
  const address = http?.address() ?? null;
  return address === null || typeof address === 'string' ? '' : announcedUrl(host, address.port);
};
