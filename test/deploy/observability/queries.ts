import { readdirSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

import { inRoot, readText } from '../repository.js';

const FILES = 'k8s/chorale/files';

const rulesSchema = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          labels: z.object({ severity: z.enum(['critical', 'warning', 'info']) }),
          annotations: z.object({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
});

const dataSource = z.object({ type: z.literal('prometheus'), uid: z.literal('${datasource}') });

const dashboardSchema = z.object({
  uid: z.string(),
  title: z.string(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      description: z.string(),
      datasource: dataSource,
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ expr: z.string(), datasource: dataSource })).min(1),
    }),
  ),
});

/** All alerts that are shipped. */
export const alerts = () =>
  rulesSchema.parse(parse(readText(`${FILES}/rules.yaml`))).groups.flatMap(({ rules }) => rules);

/** All dashboards that are shipped. */
export const dashboards = () =>
  readdirSync(inRoot(`${FILES}/dashboards`)).map((name) => {
    const value: unknown = JSON.parse(readText(`${FILES}/dashboards/${name}`));
    return dashboardSchema.parse(value);
  });

/** Every query of an alert or a dashboard, as Prometheus reads it. */
export const queries = (): readonly string[] => [
  ...alerts().map(({ expr }) => expr),
  ...dashboards().flatMap(({ panels }) =>
    panels.flatMap(({ targets }) =>
      targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '1m')),
    ),
  ),
];

/** The metrics that a query names: what stands neither before a bracket nor inside of braces or brackets. */
export const metricsOf = (query: string): readonly string[] => {
  const bare = query
    .replace(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, '')
    .replace(/\b(by|on) *\([^)]*\)/g, '');
  const words = [...bare.matchAll(/[a-z_:][a-z0-9_:]*(?![a-z0-9_:]*\s*\()/g)].map(([word]) => word);
  return words.filter((word) => word.includes('_'));
};

/** The families that a page of metrics has, without the endings of histograms. */
export const familiesOf = (page: string): ReadonlySet<string> =>
  new Set([...page.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));

/** The family of a series: a histogram is asked for by its buckets. */
export const familyOf = (metric: string): string => metric.replace(/_(bucket|sum|count)$/, '');
