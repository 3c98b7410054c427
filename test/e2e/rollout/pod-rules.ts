import { z } from 'zod';

import { workload } from '../../deploy/chart/pods.js';
import type { Manifest } from '../../deploy/chart/rendered-chart.js';

/** How a kubelet asks a container for something; it believes a no only after `failures` of them. */
export interface Probe {
  readonly path: string;
  readonly periodMs: number;
  readonly failures: number;
}

/** What the chart says about the pods of one workload. */
export interface PodRules {
  readonly startup: Probe;
  readonly readiness: Probe;
  readonly liveness: Probe;
  /** How long a leaving container goes on before it hears of it. */
  readonly preStopMs: number;
  /** How long it may take to leave, `preStopMs` included. */
  readonly graceMs: number;
  readonly replicas: number;
  /** Pods beyond `replicas` while pods are replaced, and pods that may be missing. */
  readonly surge: number;
  readonly unavailable: number;
  /** What the container finds in its environment, but for what a cluster fills in. */
  readonly env: Readonly<Record<string, string>>;
}

const amount = z.union([z.number(), z.string().regex(/^\d+%$/)]);

const strategySchema = z.object({
  rollingUpdate: z.object({ maxSurge: amount, maxUnavailable: amount }),
});

/** What Kubernetes takes where the strategy says so much; it rounds in favour of those who are served. */
const podsOf = (
  value: z.output<typeof amount>,
  replicas: number,
  round: (value: number) => number,
): number =>
  typeof value === 'number' ? value : round((replicas * Number.parseInt(value, 10)) / 100);

type ChartProbe = NonNullable<
  ReturnType<typeof workload>['pod']['containers'][number]['livenessProbe']
>;

const probeOf = (probe: ChartProbe | undefined): Probe => {
  if (probe?.httpGet === undefined) throw new Error('the chart leaves a probe out');
  const { httpGet, periodSeconds, failureThreshold } = probe;
  return { path: httpGet.path, periodMs: periodSeconds * 1_000, failures: failureThreshold };
};

/** Reads what a rendered chart says about a workload. Throws where it says too little. */
export const podRules = (manifests: readonly Manifest[], name: string): PodRules => {
  const { pod, strategy, replicas = 1 } = workload(manifests, name);
  const [main] = pod.containers;
  if (main === undefined) throw new Error(`${name} has no container`);
  const { maxSurge, maxUnavailable } = strategySchema.parse(strategy).rollingUpdate;
  const given = main.env.flatMap(({ name: key, value }): readonly (readonly [string, string])[] =>
    value === undefined ? [] : [[key, value]],
  );
  return {
    startup: probeOf(main.startupProbe),
    readiness: probeOf(main.readinessProbe),
    liveness: probeOf(main.livenessProbe),
    preStopMs: (main.lifecycle?.preStop.sleep.seconds ?? 0) * 1_000,
    graceMs: (pod.terminationGracePeriodSeconds ?? 30) * 1_000,
    replicas,
    surge: podsOf(maxSurge, replicas, Math.ceil),
    unavailable: podsOf(maxUnavailable, replicas, Math.floor),
    env: Object.fromEntries(given),
  };
};
