import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { findTool, runTool, type ToolResult } from '../tools.js';
import { CHART, profileArgs, templateChart } from './rendered-chart.js';

jest.setTimeout(120_000);

const NAMESPACE = `chorale-test-${process.pid}`;

const RESTRICTED = ['enforce', 'warn'].map(
  (mode) => `pod-security.kubernetes.io/${mode}=restricted`,
);

const kubectl = (args: readonly string[], input = ''): ToolResult =>
  runTool('kubectl', args, { input });

const helm = (...args: readonly string[]): ToolResult =>
  runTool('helm', [...args, '--namespace', NAMESPACE]);

/** Why there is no cluster to try the chart on; null when there is one. */
const lacking = (): string | null => {
  const missing = ['helm', 'kubectl'].filter((tool) => findTool(tool) === null);
  if (missing.length > 0) return missing.join(' and ');
  return process.env['KUBECONFIG'] === undefined ? 'KUBECONFIG, for a cluster to try it on' : null;
};

const inCluster = (): void => {
  beforeAll(() => {
    expect(kubectl(['create', 'namespace', NAMESPACE])).toMatchObject({ ok: true });
    const labelled = kubectl(['label', 'namespace', NAMESPACE, ...RESTRICTED]);
    expect(labelled).toMatchObject({ ok: true });
  });

  afterAll(() => {
    kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
  });

  it('is accepted by a strict API server, in a restricted namespace, without a warning', () => {
    const { stdout } = templateChart('trial', { namespace: NAMESPACE });
    const strict = ['--server-side', '--dry-run=server', '--validate=strict'];
    const { ok, output } = kubectl(
      ['apply', '--namespace', NAMESPACE, ...strict, '-f', '-'],
      stdout,
    );
    expect(output).not.toMatch(/^(Warning|Error)/m);
    expect(ok).toBe(true);
  });

  it('is installed, upgraded, rolled back and taken away', () => {
    const args = ['rel', CHART, ...profileArgs('trial')];
    for (const step of [
      helm('install', ...args),
      helm('upgrade', ...args, '--set', 'drainSeconds=45'),
      helm('rollback', 'rel', '1'),
      helm('uninstall', 'rel'),
    ])
      expect(step).toMatchObject({ ok: true });
    const left = kubectl([
      'get',
      'deployments,statefulsets',
      '--namespace',
      NAMESPACE,
      '-o',
      'name',
    ]);
    expect(left.stdout.trim()).toBe('');
  });
};

const reason = lacking();

describe('the chart in a cluster', () => {
  if (reason === null) inCluster();
  else it.skip(`needs ${reason}`, () => undefined);
});
