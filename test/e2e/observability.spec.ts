import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { familiesOf, familyOf, metricsOf, queries } from '../deploy/observability/queries.js';
import { FakeCluster } from './fake-cluster.js';

jest.setTimeout(60_000);

let cluster: FakeCluster;

beforeAll(async () => {
  cluster = await FakeCluster.start(1);
});

afterAll(() => cluster.stop());

const pageOf = async (url: string | undefined): Promise<string> =>
  (await fetch(`${url ?? ''}/metrics`)).text();

describe('what alerts and dashboards ask for', () => {
  it('is on the pages of a running gateway and worker', async () => {
    const urls = [cluster.gateway.url, ...cluster.workers.map(({ healthUrl }) => healthUrl)];
    const pages = await Promise.all(urls.map(pageOf));
    const there = familiesOf(pages.join('\n'));
    const wanted = new Set(queries().flatMap(metricsOf).map(familyOf));
    expect(wanted.size).toBeGreaterThan(15);
    expect([...wanted].filter((name) => !there.has(name))).toEqual([]);
  });
});
