import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@chorale/testing';

import type { ToolResult } from '../tools.js';
import {
  askCluster,
  createRestrictedNamespace,
  helmIn,
  kubectl,
  lackingCluster,
  learnForeignKinds,
} from './cluster.js';
import {
  createFakeNodes,
  deleteFakeNodes,
  DeploymentWatch,
  fakeNodes,
  playsPods,
  podsOf,
} from './fake-nodes.js';
import { CHART, profileArgs } from './rendered-chart.js';

jest.setTimeout(120_000);

const RUN = `chorale-rollout-${process.pid}`;
const NODES = fakeNodes(RUN);
const IN_RUN = ['--namespace', RUN];
const PATIENCE = { timeoutMs: 60_000, everyMs: 250 };

const GATEWAYS = 3;
const CPU_WORKERS = 4;
const GPU_WORKERS = 2;

const COMPONENTS = ['gateway', 'admin', 'worker-cpu', 'worker-gpu'];

const onFakeNodes = { nodeSelector: NODES.selector };

const VALUES = [
  `gateway=${JSON.stringify({ ...onFakeNodes, replicas: GATEWAYS })}`,
  `workerDefaults=${JSON.stringify(onFakeNodes)}`,
  `workers.cpu=${JSON.stringify({ replicas: CPU_WORKERS })}`,
  // Where KEDA really runs, it is not to scale: this test does.
  'workers.gpu.autoscaling.annotations={"autoscaling.keda.sh/paused":"true"}',
  `admin=${JSON.stringify(onFakeNodes)}`,
  `redis.bundled=${JSON.stringify(onFakeNodes)}`,
];

/** Installs or upgrades the release; `extra` is set as well. */
const release = (...extra: readonly string[]): ToolResult => {
  const sets = [...VALUES, ...extra].flatMap((pair) => ['--set-json', pair]);
  return helmIn(RUN, 'upgrade', '--install', 'rel', CHART, ...profileArgs('gpu'), ...sets);
};

const rolledOut = (component: string, seconds = 60): ToolResult =>
  kubectl([
    'rollout',
    'status',
    `deployment/rel-chorale-${component}`,
    ...IN_RUN,
    `--timeout=${seconds}s`,
  ]);

const scale = (component: string, replicas: number): string =>
  askCluster('scale', `deployment/rel-chorale-${component}`, ...IN_RUN, `--replicas=${replicas}`);

const tagsOf = (component: string): readonly string[] => [
  ...new Set(podsOf(component, RUN).map(({ image }) => image.replace(/.*:/, ''))),
];

const nodesOf = (component: string): readonly (string | null)[] =>
  podsOf(component, RUN).map(({ node }) => node);

/** Why the one pod of a component that is nowhere is nowhere; empty when all have a place. */
const whyNowhere = (component: string): string => {
  const [pod] = podsOf(component, RUN).filter(({ node }) => node === null);
  if (pod === undefined) return '';
  const words = '{.status.conditions[?(@.type=="PodScheduled")].message}';
  return askCluster('get', `pod/${pod.name}`, ...IN_RUN, `-o=jsonpath=${words}`);
};

/** Watches a Deployment while `act` goes on and until all its pods are there again; gives the extremes that it saw. */
const watched = async (component: string, act: () => void) => {
  const watch = new DeploymentWatch(`rel-chorale-${component}`, RUN);
  try {
    await eventually(() => watch.isUpToDate(), PATIENCE);
    act();
    expect(rolledOut(component)).toMatchObject({ ok: true });
    await eventually(() => watch.isUpToDate(), PATIENCE);
    return watch.extremes();
  } finally {
    watch.stop();
  }
};

/** Brings all gateways to the first node. */
const gatherGateways = (): void => {
  const [first, second] = NODES.cpu;
  askCluster('cordon', second);
  askCluster('rollout', 'restart', 'deployment/rel-chorale-gateway', ...IN_RUN);
  expect(rolledOut('gateway')).toMatchObject({ ok: true });
  askCluster('uncordon', second);
  expect(new Set(nodesOf('gateway'))).toEqual(new Set([first]));
};

const onNodes = (): void => {
  afterAll(cleanUp);

  beforeAll(async () => {
    learnForeignKinds();
    expect(release('image.tag="first"')).toMatchObject({ ok: true });
    scale('worker-gpu', GPU_WORKERS);
    for (const component of COMPONENTS) expect(rolledOut(component)).toMatchObject({ ok: true });
    await eventually(() => tagsOf('worker-gpu').length === 1, PATIENCE);
  });

  it('puts workers with devices on devices, and nothing else', () => {
    expect(nodesOf('worker-gpu')).toEqual([NODES.gpu, NODES.gpu]);
    for (const component of ['gateway', 'worker-cpu', 'admin', 'redis'])
      for (const node of nodesOf(component)) expect(NODES.cpu).toContain(node);
  });

  it('spreads gateways over nodes', () => {
    expect(new Set(nodesOf('gateway'))).toEqual(new Set(NODES.cpu));
  });

  it.each([
    { component: 'gateway', fewest: GATEWAYS, most: GATEWAYS + 1 },
    // A quarter of four may be missing, and a quarter too many.
    { component: 'worker-cpu', fewest: CPU_WORKERS - 1, most: CPU_WORKERS + 1 },
    { component: 'worker-gpu', fewest: GPU_WORKERS - 1, most: GPU_WORKERS },
  ])(
    'replaces every pod of $component, never below $fewest and never above $most',
    async (rules) => {
      const { component, fewest, most } = rules;
      const tag = `next-${component}`;
      const seen = await watched(component, () => {
        expect(release(`image.tag="${tag}"`)).toMatchObject({ ok: true });
      });
      await eventually(() => String(tagsOf(component)) === tag, PATIENCE);
      expect(seen.changes).toBeGreaterThan(2);
      expect(seen.fewest).toBeGreaterThanOrEqual(fewest);
      expect(seen.most).toBeLessThanOrEqual(most);
    },
  );

  it('could not replace workers on a full pool of devices with a surge', () => {
    const surge = ['workers.gpu.surge=true', 'image.tag="surging"'];
    expect(release(...surge)).toMatchObject({ ok: true });
    expect(rolledOut('worker-gpu', 5)).toMatchObject({ ok: false });
    expect(whyNowhere('worker-gpu')).toContain('Insufficient nvidia.com/gpu');

    expect(release('image.tag="surging"')).toMatchObject({ ok: true });
    expect(rolledOut('worker-gpu')).toMatchObject({ ok: true });
  });

  it('evicts gateways one after the other when their node is drained', async () => {
    gatherGateways();
    const drain = ['drain', NODES.cpu[0], '--ignore-daemonsets', '--timeout=50s'];
    const bare = kubectl([...drain, '--dry-run=server']);
    expect(bare.output).toContain('cannot delete Pods with local storage');

    const seen = await watched('gateway', () => {
      const { ok, output } = kubectl([...drain, '--delete-emptydir-data']);
      expect(output).toContain("would violate the pod's disruption budget");
      expect(ok).toBe(true);
    });
    expect(seen.fewest).toBeGreaterThanOrEqual(GATEWAYS - 1);
    expect(new Set(nodesOf('gateway'))).toEqual(new Set([NODES.cpu[1]]));
    askCluster('uncordon', NODES.cpu[0]);
  });

  it('leaves the size of a pool to its scaler, down to none and back', async () => {
    scale('worker-gpu', 0);
    await eventually(() => podsOf('worker-gpu', RUN).length === 0, PATIENCE);
    expect(release('image.tag="asleep"')).toMatchObject({ ok: true });
    expect(rolledOut('worker-gpu')).toMatchObject({ ok: true });
    expect(podsOf('worker-gpu', RUN)).toEqual([]);

    scale('worker-gpu', GPU_WORKERS);
    expect(rolledOut('worker-gpu')).toMatchObject({ ok: true });
    expect(tagsOf('worker-gpu')).toEqual(['asleep']);

    scale('worker-gpu', GPU_WORKERS + 1);
    await eventually(
      () => whyNowhere('worker-gpu').includes('Insufficient nvidia.com/gpu'),
      PATIENCE,
    );
  });
};

const cleanUp = (): void => {
  kubectl(['delete', 'namespace', RUN, '--ignore-not-found', '--wait=false']);
  deleteFakeNodes(NODES);
};

/** Makes a namespace and nodes, and says why the chart cannot be watched there; null when it can. */
const lackingNodes = (): string | null => {
  const lacking = lackingCluster();
  if (lacking !== null) return lacking;
  createRestrictedNamespace(RUN);
  createFakeNodes(NODES);
  if (playsPods(NODES, RUN)) return null;
  cleanUp();
  return 'controllers, a scheduler, and kwok for nodes that nobody runs';
};

const reason = lackingNodes();

describe('the chart on fake nodes', () => {
  if (reason === null) onNodes();
  else it.skip(`needs ${reason}`, () => undefined);
});
