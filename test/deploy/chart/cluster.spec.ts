import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@chorale/testing';
import { z } from 'zod';

import type { ToolResult } from '../tools.js';
import {
  askCluster,
  createRestrictedNamespace,
  everythingIn,
  helmIn,
  kubectl,
  lackingCluster,
  learnForeignKinds,
} from './cluster.js';
import {
  CHART,
  type Manifest,
  type Profile,
  profileArgs,
  PROFILES,
  renderChart,
  type Rendering,
  templateChart,
} from './rendered-chart.js';

jest.setTimeout(120_000);

const NAMESPACE = `chorale-test-${process.pid}`;
const ACCOUNT = 'tester';
const IN_NAMESPACE = ['--namespace', NAMESPACE];

const helm = (...args: readonly string[]): ToolResult => helmIn(NAMESPACE, ...args);

const podSpec = z.looseObject({ containers: z.array(z.unknown()) });

const ofPod = z.object({ spec: podSpec }).transform(({ spec }) => spec);

const ofOwner = z
  .object({ spec: z.object({ template: ofPod }) })
  .transform(({ spec }) => spec.template);

/** A pod as its controller would ask for it; the account of the chart is not there before it is installed. */
const aPod = (spec: object): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'trial' },
  spec: { ...spec, serviceAccountName: ACCOUNT },
});

/** Every kind of pod that the objects would lead to. */
const podsOf = (manifests: readonly Manifest[]): readonly object[] =>
  manifests.flatMap((manifest) => {
    const { data } = z.union([ofOwner, ofPod]).safeParse(manifest);
    return data === undefined ? [] : [aPod(data)];
  });

const wouldTake = (manifest: object): ToolResult =>
  kubectl(
    ['create', ...IN_NAMESPACE, '--dry-run=server', '--validate=strict', '-f', '-'],
    JSON.stringify(manifest),
  );

const applyStrictly = (profile: Profile, rendering: Rendering = {}): ToolResult => {
  const { stdout } = templateChart(profile, {
    namespace: NAMESPACE,
    hooks: false,
    ...rendering,
  });
  const strict = ['--server-side', '--dry-run=server', '--validate=strict'];
  return kubectl(['apply', ...IN_NAMESPACE, ...strict, '-f', '-'], stdout);
};

const secretsIn = (): string =>
  askCluster(
    'get',
    'secrets',
    ...IN_NAMESPACE,
    '--selector=app.kubernetes.io/name=chorale',
    '-o=jsonpath={.items[*].data}',
  );

const drainOfGateways = (): string =>
  askCluster(
    ...['get', 'deployment/rel-chorale-gateway', ...IN_NAMESPACE],
    '-o=jsonpath={.spec.template.spec.containers[0].env[?(@.name=="DRAIN_SECONDS")].value}',
  );

const inCluster = (): void => {
  beforeAll(() => {
    learnForeignKinds();
    createRestrictedNamespace(NAMESPACE);
    askCluster('create', 'serviceaccount', ACCOUNT, ...IN_NAMESPACE);
  });

  afterAll(() => {
    kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
  });

  describe.each(PROFILES)('with the profile %s', (profile) => {
    it('is accepted by a strict API server, in a restricted namespace, without a warning', () => {
      const { ok, output } = applyStrictly(profile);
      expect(output).not.toMatch(/^(Warning|Error)/m);
      expect(ok).toBe(true);
    });

    it('makes pods that a restricted namespace admits', () => {
      const pods = podsOf(renderChart(profile));
      expect(pods.length).toBeGreaterThan(2);
      for (const pod of pods) {
        const { ok, output } = wouldTake(pod);
        expect(output).not.toMatch(/^(Warning|Error)/m);
        expect(ok).toBe(true);
      }
    });

    it('is installed, upgraded, rolled back and taken away without a trace', async () => {
      const before = everythingIn(NAMESPACE);
      const args = ['rel', CHART, ...profileArgs(profile)];
      expect(helm('install', ...args, '--set', 'drainSeconds=31')).toMatchObject({ ok: true });
      const secrets = secretsIn();

      expect(helm('upgrade', ...args, '--set', 'drainSeconds=45')).toMatchObject({ ok: true });
      expect(drainOfGateways()).toBe('45');
      expect(secretsIn()).toBe(secrets); // nobody is logged out

      expect(helm('rollback', 'rel', '1')).toMatchObject({ ok: true });
      expect(drainOfGateways()).toBe('31');
      expect(secretsIn()).toBe(secrets);

      expect(helm('uninstall', 'rel')).toMatchObject({ ok: true });
      await eventually(
        () => {
          expect(everythingIn(NAMESPACE)).toEqual(before);
          return true;
        },
        { timeoutMs: 30_000, everyMs: 500 },
      );
    });
  });

  it('would be refused for a field that nobody knows', () => {
    const stray = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'stray' }, dta: {} };
    const { ok, output } = applyStrictly('trial', {
      set: [`extraManifests=[${JSON.stringify(stray)}]`],
    });
    expect(ok).toBe(false);
    expect(output).toContain('dta');
  });

  it('would be refused for a pod that runs as root', () => {
    const { ok, output } = wouldTake(aPod({ containers: [{ name: 'root', image: 'root' }] }));
    expect(ok).toBe(false);
    expect(output).toContain('violates PodSecurity "restricted:');
  });
};

const reason = lackingCluster();

describe('the chart in a cluster', () => {
  if (reason === null) inCluster();
  else it.skip(`needs ${reason}`, () => undefined);
});
