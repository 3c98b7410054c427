import { findTool, runTool, type ToolResult } from '../tools.js';
import type { Manifest } from './rendered-chart.js';

/** Namespaces in which the cluster itself refuses, and warns of, what a restricted pod must not do. */
const RESTRICTED = Object.fromEntries(
  ['enforce', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']),
);

/** Kinds of other projects that the chart may use. */
const FOREIGN_KINDS = [
  { group: 'keda.sh', version: 'v1alpha1', kind: 'ScaledObject' },
  { group: 'monitoring.coreos.com', version: 'v1', kind: 'ServiceMonitor' },
  { group: 'monitoring.coreos.com', version: 'v1', kind: 'PodMonitor' },
  { group: 'monitoring.coreos.com', version: 'v1', kind: 'PrometheusRule' },
  { group: 'gateway.networking.k8s.io', version: 'v1', kind: 'HTTPRoute' },
] as const;

type ForeignKind = (typeof FOREIGN_KINDS)[number];

/**
 * The file that tells of a cluster to throw away; the variable is one of our own, so that no cluster in use is taken
 * for one.
 */
const kubeconfig = process.env['TEST_KUBECONFIG'];

/** What kubectl and Helm need to find the cluster. */
export const CLUSTER: readonly string[] = ['--kubeconfig', kubeconfig ?? ''];

/** Why there is no cluster to try the chart on; null when there is one. */
export const lackingCluster = (): string | null => {
  const missing = ['helm', 'kubectl'].filter((tool) => findTool(tool) === null);
  if (missing.length > 0) return missing.join(' and ');
  return kubeconfig === undefined ? 'TEST_KUBECONFIG, for a cluster to try it on' : null;
};

/** Runs Helm on a namespace of the cluster. */
export const helmIn = (namespace: string, ...args: readonly string[]): ToolResult =>
  runTool('helm', [...args, ...CLUSTER, '--namespace', namespace]);

/** Runs kubectl on the cluster; `input` goes to its standard input. */
export const kubectl = (args: readonly string[], input = ''): ToolResult =>
  runTool('kubectl', [...args, ...CLUSTER], { input });

/** Runs kubectl and gives its standard output; throws with its words when it fails. */
export const askCluster = (...args: readonly string[]): string => {
  const { ok, stdout, output } = kubectl(args);
  if (!ok) throw new Error(`kubectl ${args.join(' ')}: ${output}`);
  return stdout.trim();
};

/** Makes objects, whatever they are; throws with the cluster's words when it refuses one. */
export const createObjects = (...objects: readonly object[]): void => {
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { ok, output } = kubectl(['create', '-f', '-'], list);
  if (!ok) throw new Error(output);
};

/** Makes a namespace that holds pods to the restricted Pod Security Standard. */
export const createRestrictedNamespace = (name: string): void => {
  createObjects({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: RESTRICTED } });
};

/** As a cluster without the other project's operator: knows the kind, and takes any fields. */
const definitionOf = ({ group, version, kind }: ForeignKind): Manifest => {
  const plural = `${kind.toLowerCase()}s`;
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      labels: {},
      // Groups below k8s.io are guarded; this is what the guard asks of those who try things out.
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' },
    },
    spec: {
      group,
      names: { kind, plural, singular: kind.toLowerCase() },
      scope: 'Namespaced',
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  };
};

/** Teaches the cluster the kinds of other projects that it does not know, and leaves those it does. */
export const learnForeignKinds = (): void => {
  for (const definition of FOREIGN_KINDS.map(definitionOf)) {
    const path = `crd/${definition.metadata.name}`;
    // Another spec may be at it too: who comes second finds it made.
    if (!kubectl(['get', path]).ok) kubectl(['create', '-f', '-'], JSON.stringify(definition));
    askCluster('wait', '--for=condition=Established', '--timeout=30s', path);
  }
};

/** Everything that lies in a namespace, by kind and name, except reports of what happened there. */
export const everythingIn = (namespace: string): readonly string[] => {
  const kinds = askCluster(
    ...['api-resources', '--namespaced', '--verbs=list,create,delete', '--output=name'],
  ).split('\n');
  const lasting = kinds.filter((kind) => !/^(events|leases|podmetrics|pods\.metrics)\b/.test(kind));
  const found = askCluster('get', lasting.join(','), '--namespace', namespace, '--output=name');
  return found.split('\n').filter(Boolean).sort();
};
