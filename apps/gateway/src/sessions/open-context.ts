import type { IncomingMessage } from 'node:http';

import type { SentenceAddress } from '@chorale/speech';

import { clientOf } from '../access/client.js';
import type { GatewayParts } from '../gateway-parts.js';
import type { ClusterLoad } from '../load/cluster-load.js';
import { ListenerWatch } from '../live/listener-watch.js';
import { MetricsObserver } from '../live/metrics-observer.js';
import { OmniObserver } from '../live/omni-observer.js';
import { WasteObserver } from '../live/waste-observer.js';
import { LoadObserver } from '../load/load-observer.js';

import type { ChunkRouter } from './chunk-router.js';
import type { ContextObserver } from './context-observer.js';
import { ContextRunner } from './context-runner.js';
import { JobDesk } from './job-desk.js';
import type { Outlet } from './outlet.js';
import type { Quarantine } from './quarantine.js';
import type { SessionRules } from './session.js';
import { clientTraceparent, TraceObserver } from './trace-observer.js';
import type { WorkerDirectory } from './worker-directory.js';

/** What all contexts of a gateway share. */
export interface ContextGround extends Pick<
  GatewayParts,
  'gateway' | 'ports' | 'clock' | 'metrics' | 'tracer'
> {
  readonly directory: WorkerDirectory;
  readonly router: ChunkRouter;
  readonly quarantine: Quarantine;
  readonly load: ClusterLoad;
  readonly onError: (error: unknown) => void;
}

/** Who a context is for, and how it speaks. */
export interface ContextOrder {
  readonly request: IncomingMessage;
  readonly outlet: Outlet;
  readonly rules: SessionRules;
  readonly observers: readonly ContextObserver[];
  /** Whoever else wants to know what its listener hears has asked this. */
  readonly listener?: ListenerWatch;
}

/** Begins a context, counted among the load and traced from its client's own trace. */
export const openContext = (
  ground: ContextGround,
  { request, outlet, rules, observers, listener = new ListenerWatch() }: ContextOrder,
): ContextRunner => {
  const { directory, gateway, load, metrics, onError, ports, tracer } = ground;
  const { tenant } = clientOf(request);
  const traces = new TraceObserver(tracer, clientTraceparent(request.headers));
  const requester = {
    gateway,
    tenant,
    traceparentOf: (address: SentenceAddress) => traces.traceparentOf(address),
  };
  const counted = new LoadObserver(load, tenant);
  const runner = new ContextRunner(
    {
      ...ground,
      outlet,
      desk: new JobDesk(ports.jobQueue, directory, requester, onError),
      aborts: ports.abortBus,
      dues: ports.dueBus,
      onSent: (seconds) => metrics.audioSent(seconds),
      onAudio: (sentencesAhead) => metrics.listener.audioCame(sentencesAhead),
      observers: [
        counted,
        traces,
        listener,
        new MetricsObserver(metrics.listener, listener),
        new OmniObserver(metrics.omni),
        new WasteObserver(metrics),
        ...observers,
      ],
    },
    rules.context,
  );
  counted.begin(runner);
  return runner;
};
