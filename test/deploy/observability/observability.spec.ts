import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { inRoot, readText } from '../repository.js';
import { describeWith, runTool } from '../tools.js';
import { alerts, dashboards, metricsOf, queries } from './queries.js';

const TESTS = 'test/deploy/observability/rules.test.yaml';

describe('the alerts', () => {
  it('are all tried, both when they must fire and when they must not', () => {
    const tried = readText(TESTS);
    for (const { alert } of alerts()) {
      const cases = [...tried.matchAll(new RegExp(`alertname: ${alert}\\b`, 'g'))];
      expect(cases.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('have names of their own, and stand in the manual', () => {
    const names = alerts().map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    const manual = readText('docs/operations.md');
    expect(names.filter((name) => !manual.includes(`\`${name}\``))).toEqual([]);
  });
});

describeWith('promtool', 'the rules', () => {
  it('are read by Prometheus', () => {
    expect(
      runTool('promtool', ['check', 'rules', inRoot('k8s/chorale/files/rules.yaml')]),
    ).toMatchObject({
      ok: true,
    });
  });

  it('fire and are silent as they should', () => {
    const { ok, output } = runTool('promtool', ['test', 'rules', inRoot(TESTS)]);
    expect({ ok, output }).toMatchObject({ ok: true });
  });

  it('are found by the Prometheus of compose.yaml', () => {
    const config = inRoot('docker/observability/prometheus.yaml');
    expect(runTool('promtool', ['check', 'config', '--syntax-only', config])).toMatchObject({
      ok: true,
    });
  });
});

describe('the dashboards', () => {
  it('have names, panels and places of their own', () => {
    const all = dashboards();
    expect(new Set(all.map(({ uid }) => uid)).size).toBe(all.length);
    for (const { panels } of all) {
      for (const key of ['id', 'title'] as const)
        expect(new Set(panels.map((panel) => panel[key])).size).toBe(panels.length);
      const places = panels.map(({ gridPos }) => `${gridPos.x},${gridPos.y}`);
      expect(new Set(places).size).toBe(panels.length);
    }
  });

  it('let their reader choose where the data are', () => {
    for (const { templating } of dashboards())
      expect(templating.list).toContainEqual({ name: 'datasource', type: 'datasource' });
  });
});

describeWith('promtool', 'the queries of the dashboards', () => {
  it('are all understood by Prometheus', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chorale-queries-'));
    const file = join(folder, 'queries.json'); // JSON is YAML
    const rules = queries().map((expr, index) => ({ record: `query_${index}`, expr }));
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'queries', rules }] }));
    const { ok, output } = runTool('promtool', ['check', 'rules', file]);
    rmSync(folder, { recursive: true });
    expect({ ok, output }).toMatchObject({ ok: true });
  });
});

describe(metricsOf.name, () => {
  it('finds the metrics of a query, and neither its labels nor its functions', () => {
    const query =
      'histogram_quantile(0.9, sum by (le) (rate(a_bucket{b_c="d_e"}[5m]))) and on (in_stance) f_g > 1';
    expect(metricsOf(query)).toEqual(['a_bucket', 'f_g']);
  });
});
