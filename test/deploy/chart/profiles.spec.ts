import {
  adminEnv,
  drainEnv,
  gatewayEnv,
  loadConfig,
  redisEnv,
  type Slice,
  speechEnv,
  voicesEnv,
  workerEnv,
} from '@chorale/config';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { settingNames } from '../repository.js';
import { describeWith, runTool } from '../tools.js';
import { complaintsAbout } from './check-manifest.js';
import {
  type Container,
  containersOf,
  looseContainers,
  type Workload,
  workloadsOf,
} from './pods.js';
import { CHART, profileArgs, PROFILES, renderChart, templateChart } from './rendered-chart.js';

/** Read by Node itself. */
const NODE_SETTINGS = ['NODE_EXTRA_CA_CERTS'];

const RESTRICTED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

const BUNDLED_REDIS = 'redis';

/** A container's settings as its process would find them; what a cluster fills in as something that fits. */
const environmentOf = ({ env }: Container): Readonly<Record<string, string>> => {
  const filledIn: Readonly<Record<string, string>> = {
    REDIS_URL: 'rediss://:secret@redis:6379',
    API_KEYS: '0123456789abcdef0123',
    ADMIN_TOKEN: '0123456789abcdef0123',
    ADMIN_GATEWAY_KEY: '0123456789abcdef0123',
    ADVERTISED_HOST: '10.244.0.7',
  };
  return Object.fromEntries(env.map(({ name, value }) => [name, value ?? filledIn[name] ?? '']));
};

const mainOf = ({ pod }: Workload): Container => {
  const [main] = pod.containers;
  if (main === undefined) throw new Error('a pod without a container');
  return main;
};

const drainOf = (container: Container): number => Number(environmentOf(container)['DRAIN_SECONDS']);

describeWith('helm', 'the chart', () => {
  it('passes the strict linter with Kubernetes 1.30 and newer', () => {
    for (const version of ['1.30', '1.37'])
      for (const profile of [null, ...PROFILES]) {
        const args = ['--strict', '--kube-version', version, ...profileArgs(profile)];
        expect(runTool('helm', ['lint', CHART, ...args])).toMatchObject({ ok: true });
      }
  });

  it('says so where a cluster is too old for voices in an image', () => {
    const { ok, output } = templateChart('air-gapped', { kubernetes: '1.30.14' });
    expect(ok).toBe(false);
    expect(output).toContain('voiceStore.kind=image needs Kubernetes 1.35');
  });

  describe.each(PROFILES)('with the profile %s', (profile) => {
    const manifests = renderChart(profile);
    const workloads = workloadsOf(manifests);
    const ours = workloads.filter(({ name }) => name !== BUNDLED_REDIS);
    const containers = [...workloads.flatMap(containersOf), ...looseContainers(manifests)];

    it('makes objects that fit their schemas, without a field that nobody knows', () => {
      const complaints = manifests.flatMap((manifest) =>
        complaintsAbout(manifest).map(
          (text) => `${manifest.kind} ${manifest.metadata.name}${text}`,
        ),
      );
      expect(complaints).toEqual([]);
    });

    it('gives every object a name of its own', () => {
      const names = manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
      expect(new Set(names).size).toBe(names.length);
    });

    it('passes the restricted Pod Security Standard, and keeps root file systems read-only', () => {
      for (const { pod } of workloads) {
        expect(pod.securityContext).toMatchObject({
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        });
        expect(pod.securityContext.runAsUser).toBeGreaterThan(0);
      }
      for (const { securityContext } of containers) expect(securityContext).toEqual(RESTRICTED);
    });

    it('gives no pod a token of the Kubernetes API', () => {
      for (const { pod } of workloads)
        expect(pod).toMatchObject({
          automountServiceAccountToken: false,
          enableServiceLinks: false,
        });
    });

    it('bounds the memory and the disk of every container, and no CPU', () => {
      for (const { resources } of containers) {
        expect(Object.keys(resources.requests)).toEqual(
          expect.arrayContaining(['cpu', 'memory', 'ephemeral-storage']),
        );
        expect(Object.keys(resources.limits)).toEqual(
          expect.arrayContaining(['memory', 'ephemeral-storage']),
        );
        expect(resources.limits).not.toHaveProperty('cpu'); // being throttled is heard
      }
    });

    it('sets only settings that exist', () => {
      const known = new Set([...settingNames(), ...NODE_SETTINGS]);
      const set = containers.flatMap(({ env }) => env.map(({ name }) => name));
      expect(set.filter((name) => !known.has(name))).toEqual([]);
    });

    it('sets them to values that the processes accept', () => {
      const worker = [redisEnv, workerEnv, drainEnv, speechEnv, voicesEnv];
      const slices: Readonly<Record<string, readonly Slice[]>> = {
        gateway: [gatewayEnv, speechEnv, redisEnv],
        admin: [adminEnv, redisEnv],
      };
      expect(ours.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(slices)));
      for (const candidate of ours) {
        const own = slices[candidate.name] ?? worker;
        expect(() => loadConfig(own, { env: environmentOf(mainOf(candidate)) })).not.toThrow();
      }
    });

    it('asks for life without asking for Redis, and for readiness apart from it', () => {
      for (const candidate of ours) {
        const { livenessProbe, readinessProbe, startupProbe } = mainOf(candidate);
        expect(livenessProbe?.httpGet?.path).toBe('/health');
        expect(startupProbe?.httpGet?.path).toBe('/health');
        expect(readinessProbe?.httpGet?.path).toBe('/health/ready');
      }
    });

    it('lets every process drain before it is killed', () => {
      for (const candidate of ours.filter(({ name }) => name !== 'admin')) {
        const main = mainOf(candidate);
        const preStop = main.lifecycle?.preStop.sleep.seconds ?? 0;
        const grace = candidate.pod.terminationGracePeriodSeconds ?? 30;
        expect(grace).toBeGreaterThanOrEqual(preStop + drainOf(main) + 10);
      }
    });

    it('mounts something to write to wherever a process writes', () => {
      for (const candidate of ours) {
        const paths = mainOf(candidate).volumeMounts.map(({ mountPath }) => mountPath);
        expect(paths).toContain('/tmp');
      }
      for (const { volumeMounts } of containers)
        for (const { name } of volumeMounts)
          expect(
            workloads.flatMap(({ pod }) => pod.volumes.map((volume) => volume.name)),
          ).toContain(name);
    });

    it('guards every workload with a network policy', () => {
      const policy = z.object({
        spec: z.object({
          podSelector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
        }),
      });
      const guarded = manifests
        .filter(({ kind }) => kind === 'NetworkPolicy')
        .map((manifest) => policy.parse(manifest).spec.podSelector.matchLabels);
      for (const { labels } of workloads)
        expect(
          guarded.some((wanted) =>
            Object.entries(wanted).every(([key, value]) => labels[key] === value),
          ),
        ).toBe(true);
    });

    it('selects the pods that it makes', () => {
      for (const { selector, labels } of workloads) expect(labels).toMatchObject(selector);
    });

    it('has no secret in the open', () => {
      for (const { env } of containers)
        for (const { name, value } of env)
          if (/TOKEN|KEYS|PASSWORD|REDIS_URL/.test(name)) expect(value).toBeUndefined();
    });
  });
});
