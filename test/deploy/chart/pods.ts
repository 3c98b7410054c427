import { z } from 'zod';

import type { Manifest } from './rendered-chart.js';

const probe = z.object({
  httpGet: z.object({ path: z.string() }).optional(),
  tcpSocket: z.object({}).optional(),
  periodSeconds: z.number(),
  failureThreshold: z.number().default(3),
});

const container = z.object({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).default([]),
  env: z
    .array(
      z.object({
        name: z.string(),
        value: z.string().optional(),
        valueFrom: z
          .union([
            z.object({ secretKeyRef: z.object({ name: z.string() }) }),
            z.object({ fieldRef: z.object({ fieldPath: z.string() }) }),
          ])
          .optional(),
      }),
    )
    .default([]),
  securityContext: z.unknown().optional(),
  startupProbe: probe.optional(),
  readinessProbe: probe.optional(),
  livenessProbe: probe.optional(),
  lifecycle: z
    .object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) })
    .optional(),
  resources: z.object({
    requests: z.record(z.string(), z.unknown()),
    limits: z.record(z.string(), z.unknown()),
  }),
  volumeMounts: z
    .array(z.object({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() }))
    .default([]),
});

const podSpec = z.object({
  securityContext: z.object({
    runAsNonRoot: z.boolean(),
    runAsUser: z.number(),
    seccompProfile: z.object({ type: z.string() }),
  }),
  automountServiceAccountToken: z.boolean(),
  enableServiceLinks: z.boolean(),
  terminationGracePeriodSeconds: z.number().optional(),
  imagePullSecrets: z.array(z.object({ name: z.string() })).default([]),
  topologySpreadConstraints: z.array(z.object({ topologyKey: z.string() })).default([]),
  tolerations: z.array(z.unknown()).default([]),
  runtimeClassName: z.string().optional(),
  initContainers: z.array(container).default([]),
  containers: z.array(container),
  volumes: z.array(z.looseObject({ name: z.string() })).default([]),
});

const owner = z.object({
  spec: z.object({
    replicas: z.number().optional(),
    strategy: z.unknown().optional(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: podSpec,
    }),
  }),
});

/** A container of the chart. */
export type Container = z.output<typeof container>;

/** A Deployment or StatefulSet with its pods. */
export interface Workload {
  readonly name: string;
  readonly replicas: number | undefined;
  readonly strategy: unknown;
  readonly selector: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly pod: z.output<typeof podSpec>;
}

/** Everything that runs pods. */
export const workloadsOf = (manifests: readonly Manifest[]): readonly Workload[] =>
  manifests
    .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
    .map((manifest) => {
      const { spec } = owner.parse(manifest);
      return {
        name: manifest.metadata.name.replace('rel-chorale-', ''),
        replicas: spec.replicas,
        strategy: spec.strategy,
        selector: spec.selector.matchLabels,
        labels: spec.template.metadata.labels,
        pod: spec.template.spec,
      };
    });

/** The workload with this name, without the release's prefix. */
export const workload = (manifests: readonly Manifest[], name: string): Workload => {
  const found = workloadsOf(manifests).find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no workload ${name}`);
  return found;
};

/** All containers of a pod, those included that come first. */
export const containersOf = ({ pod }: Workload): readonly Container[] => [
  ...pod.initContainers,
  ...pod.containers,
];

/** The pods that the chart starts by itself, such as that of `helm test`. */
export const looseContainers = (manifests: readonly Manifest[]): readonly Container[] =>
  manifests
    .filter(({ kind }) => kind === 'Pod')
    .flatMap((manifest) => z.object({ spec: podSpec }).parse(manifest).spec.containers);
