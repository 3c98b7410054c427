import { type ChildProcess } from 'node:child_process';

import { spawnTied } from '@chorale/testing';

import { findTool } from '../tools.js';
import { askCluster, CLUSTER, createObjects, kubectl } from './cluster.js';

/** Everything that lands on fake nodes asks for them by this label, whatever other nodes a cluster has. */
const LABEL = 'chorale-test/nodes';

/** Spares of a machine that no pod of the chart could exhaust. */
const PLENTY = { cpu: '32', memory: '128Gi', 'ephemeral-storage': '400Gi', pods: '110' };

/** Fake nodes of one test run. */
export interface FakeNodes {
  readonly selector: Readonly<Record<string, string>>;
  readonly cpu: readonly [string, string];
  readonly gpu: string;
}

/** The nodes of a run: two with processors only, and one with two devices that keeps others away. */
export const fakeNodes = (run: string): FakeNodes => ({
  selector: { [LABEL]: run },
  cpu: [`${run}-cpu-a`, `${run}-cpu-b`],
  gpu: `${run}-gpu`,
});

const aNode = (name: string, nodes: FakeNodes, devices: object, taints: readonly object[]) => {
  const resources = { ...PLENTY, ...devices };
  const labels = { ...nodes.selector, 'kubernetes.io/hostname': name, type: 'kwok' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels, annotations: { 'kwok.x-k8s.io/node': 'fake' } },
    spec: { taints },
    status: { allocatable: resources, capacity: resources },
  };
};

const GPU_TAINT = { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' };

/** Adds the nodes to the cluster; kwok makes them ready. */
export const createFakeNodes = (nodes: FakeNodes): void => {
  createObjects(
    ...nodes.cpu.map((name) => aNode(name, nodes, {}, [])),
    aNode(nodes.gpu, nodes, { 'nvidia.com/gpu': '2' }, [GPU_TAINT]),
  );
};

/** Takes the nodes away again, as far as they are there. */
export const deleteFakeNodes = (nodes: FakeNodes): void => {
  kubectl(['delete', 'nodes', '--ignore-not-found', '--wait=false', ...nodes.cpu, nodes.gpu]);
};

const PROBE = {
  name: 'probe',
  image: 'none',
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};

const aProbe = (nodes: FakeNodes): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'probe' },
  spec: {
    nodeSelector: nodes.selector,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [PROBE],
  },
});

/** True when a pod that asks for a fake node is placed and, as nobody would really run it, called ready. */
export const playsPods = (nodes: FakeNodes, namespace: string): boolean => {
  const within = (...args: readonly string[]): boolean =>
    kubectl(['wait', '--namespace', namespace, '--timeout=15s', ...args]).ok;
  // A controller makes it; without it no pod is taken.
  if (!within('serviceaccount/default', '--for=create')) return false;
  const probe = JSON.stringify(aProbe(nodes));
  if (!kubectl(['create', '--namespace', namespace, '-f', '-'], probe).ok) return false;
  const isReady = within('pod/probe', '--for=condition=Ready');
  kubectl(['delete', 'pod/probe', '--namespace', namespace, '--force', '--wait=false']);
  return isReady;
};

/** A pod, its first container's image, and where it is; null when it has no place yet. */
export interface PlacedPod {
  readonly name: string;
  readonly node: string | null;
  readonly image: string;
}

const PLACES =
  '{range .items[*]}{.metadata.name} {.spec.containers[0].image} {.spec.nodeName}{"\\n"}{end}';

/** The pods of a component that are not about to go. */
export const podsOf = (component: string, namespace: string): readonly PlacedPod[] => {
  const selector = `app.kubernetes.io/component=${component}`;
  const lines = askCluster('get', 'pods', '-n', namespace, '-l', selector, `-o=jsonpath=${PLACES}`);
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [name = '', image = '', node = ''] = line.split(' ');
      return { name, image, node: node === '' ? null : node };
    });
};

const VERSION = '{.metadata.resourceVersion}';
const COUNTS = '{.status.replicas}/{.status.availableReplicas}';

/** Notes every change of a Deployment's pods. */
export class DeploymentWatch {
  #text = '';
  readonly #process: ChildProcess;

  constructor(
    readonly name: string,
    readonly namespace: string,
  ) {
    const watch = ['get', `deployment/${name}`, '--namespace', namespace, '--watch'];
    const lines = `-o=jsonpath=${VERSION}/${COUNTS}{"\\n"}`;
    this.#process = spawnTied([findTool('kubectl') ?? 'kubectl', ...watch, lines, ...CLUSTER], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#process.stdout?.on('data', (bytes: Buffer) => (this.#text += String(bytes)));
  }

  /** True when the cluster's last word on the Deployment has been heard. */
  isUpToDate(): boolean {
    const version = askCluster(
      ...[
        'get',
        `deployment/${this.name}`,
        '--namespace',
        this.namespace,
        `-o=jsonpath=${VERSION}`,
      ],
    );
    return this.#lines().some((line) => line.startsWith(`${version}/`));
  }

  /** How often something changed, the fewest pods that were available and the most that there were. */
  extremes(): { readonly changes: number; readonly fewest: number; readonly most: number } {
    const counts = this.#lines().map((line) => line.split('/').map(Number));
    return {
      changes: counts.length - 1,
      fewest: Math.min(...counts.map(([, , available = 0]) => available)),
      most: Math.max(...counts.map(([, all = 0]) => all)),
    };
  }

  stop(): void {
    this.#process.kill('SIGKILL');
  }

  #lines(): readonly string[] {
    return this.#text.split('\n').slice(0, -1); // the last one may be half a line
  }
}
