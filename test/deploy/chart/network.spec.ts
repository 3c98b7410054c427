import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { describeWith } from '../tools.js';
import { workload } from './pods.js';
import { findManifest, type Profile, renderChart, type Rendering } from './rendered-chart.js';

const rule = z.object({
  from: z.array(z.unknown()).optional(),
  to: z.array(z.unknown()).optional(),
  ports: z.array(z.object({ port: z.union([z.string(), z.number()]) })).default([]),
});

const policySpec = z.object({
  spec: z.object({
    policyTypes: z.array(z.string()),
    ingress: z.array(rule).default([]),
    egress: z.array(rule).default([]),
  }),
});

const policy = (profile: Profile, name: string, rendering: Rendering = {}) =>
  policySpec.parse(findManifest(renderChart(profile, rendering), 'NetworkPolicy', name)).spec;

const peer = z.object({
  podSelector: z.object({ matchLabels: z.record(z.string(), z.string()).default({}) }),
});

/** True for a peer of the own namespace that stands for pods with these labels. */
const selects = (candidate: unknown, labels: Readonly<Record<string, string>>): boolean => {
  const { data } = peer.safeParse(candidate);
  const wanted = Object.entries(data?.podSelector.matchLabels ?? {});
  return data !== undefined && wanted.every(([key, value]) => labels[key] === value);
};

const portsOf = (rules: readonly z.output<typeof rule>[]): readonly (string | number)[] =>
  rules.flatMap(({ ports }) => ports.map(({ port }) => port));

describeWith('helm', 'the network policies of the chart', () => {
  it('let a worker reach names, Redis and, to fetch voices, the web, and nothing else', () => {
    expect(portsOf(policy('trial', '-worker-cpu').egress)).toEqual([53, 53, 6379, 443]);
    expect(portsOf(policy('air-gapped', '-worker-cpu').egress)).toEqual([53, 53, 6379]);
  });

  it('let nobody but Prometheus and probes into a worker', () => {
    const { ingress, policyTypes } = policy('production', '-worker-cpu');
    expect(policyTypes).toEqual(['Ingress', 'Egress']);
    expect(ingress).toHaveLength(1);
    expect(ingress[0]?.from).toHaveLength(2);
    expect(portsOf(ingress)).toEqual(['http']);
  });

  it('let only pods of the release into Redis, and Redis nowhere', () => {
    const { ingress, egress } = policy('trial', '-redis');
    expect(ingress[0]?.from).toEqual([
      {
        podSelector: {
          matchLabels: { 'app.kubernetes.io/name': 'chorale', 'app.kubernetes.io/instance': 'rel' },
        },
      },
    ]);
    expect(egress).toEqual([]);
  });

  it('reach a primary and its sentinels, where there are some', () => {
    const set = ['redis.external.ports=[6380,26379]'];
    expect(portsOf(policy('production', '-gateway', { set }).egress)).toEqual([
      53, 53, 6380, 26379,
    ]);
  });

  describe('of a gateway', () => {
    it('let everybody speak unless told otherwise', () => {
      expect(policy('trial', '-gateway').ingress).toEqual([{ ports: [{ port: 'http' }] }]);
    });

    it('let in proxies, Prometheus, KEDA and the release itself once they are named', () => {
      expect(policy('production', '-gateway').ingress[0]?.from).toHaveLength(4);
    });
  });

  describe('between the admin app and a gateway', () => {
    const manifests = renderChart('production');
    const gateway = workload(manifests, 'gateway');
    const admin = workload(manifests, 'admin');

    it('let one reach the other where it announces itself', () => {
      const { egress } = policy('production', '-admin');
      const way = egress.find(({ to }) => to?.some((peer) => selects(peer, gateway.labels)));
      expect(portsOf(way === undefined ? [] : [way])).toEqual([8000]);
      const [entry] = policy('production', '-gateway').ingress;
      expect(entry?.from?.some((peer) => selects(peer, admin.labels))).toBe(true);
    });

    it('are no wider for others', () => {
      const { egress } = policy('production', '-admin');
      const worker = workload(manifests, 'worker-cpu');
      expect(egress.some(({ to }) => to?.some((peer) => selects(peer, worker.labels)))).toBe(false);
    });
  });

  it('can be opened for a collector of traces', () => {
    const set = ['networkPolicy.extraEgress=[{"ports":[{"protocol":"TCP","port":4318}]}]'];
    expect(portsOf(policy('trial', '-gateway', { set }).egress)).toContain(4318);
  });

  it('can be left out', () => {
    const manifests = renderChart('trial', { set: ['networkPolicy.enabled=false'] });
    expect(manifests.filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
  });
});

describeWith('helm', 'the ways into the chart', () => {
  it('keep a WebSocket open behind a Gateway for as long as it likes', () => {
    const { spec } = z
      .object({ spec: z.object({ rules: z.array(z.object({ timeouts: z.unknown() })) }) })
      .parse(findManifest(renderChart('gpu'), 'HTTPRoute', ''));
    expect(spec.rules[0]?.timeouts).toEqual({ request: '0s', backendRequest: '0s' });
  });

  it('hand an Ingress its annotations, and ask it for TLS', () => {
    const ingress = findManifest(renderChart('production'), 'Ingress', '');
    expect(ingress.metadata).toMatchObject({
      annotations: { 'haproxy.org/timeout-tunnel': '1h' },
    });
    expect(ingress['spec']).toMatchObject({
      tls: [{ hosts: ['tts.example.com'], secretName: 'tts-tls' }],
    });
  });
});
