import { eventually, SpeechClient } from '@chorale/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { familiesOf, familyOf, metricsOf, queries } from '../deploy/observability/queries.js';
import { SpawnedAdmin } from '../processes/spawned-admin.js';
import { FakeCluster } from './fake-cluster.js';

jest.setTimeout(60_000);

let cluster: FakeCluster;
let admin: SpawnedAdmin;
/** The metrics pages after a few sentences were spoken, by who shows them. */
let pages: Readonly<Record<'gateway' | 'worker' | 'admin', string>>;

const pageOf = async (url: string | undefined): Promise<string> =>
  (await fetch(`${url ?? ''}/metrics`)).text();

const speak = async (): Promise<void> => {
  const client = await SpeechClient.connect(cluster.gateway.speechUrl);
  client.send({ type: 'session.config', response_format: 'pcm', stream_audio: true });
  client.send({ type: 'input.text', text: 'One sentence goes ahead. The other one waits.' });
  client.send({ type: 'input.done' });
  await client.until('session.done');
  client.close();
};

/** What is owed is known up to a second late. */
const isPaid = (): Promise<boolean> =>
  eventually(async () =>
    (await pageOf(cluster.gateway.url)).includes(
      'chorale_class_debt_audio_seconds{class="default"} 0\n',
    ),
  );

const figure = (page: keyof typeof pages, name: string): number =>
  Number(
    pages[page]
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')
      .at(-1),
  );

beforeAll(async () => {
  cluster = await FakeCluster.start(1);
  admin = await SpawnedAdmin.start({ REDIS_URL: cluster.redisUrl });
  await eventually(async () => (await fetch(`${cluster.gateway.url}/ready`)).ok, {
    timeoutMs: 15_000,
  });
  await speak();
  await isPaid();
  pages = {
    gateway: await pageOf(cluster.gateway.url),
    worker: await pageOf(cluster.workers[0]?.healthUrl),
    admin: await pageOf(admin.url),
  };
});

afterAll(async () => {
  await admin.stop();
  await cluster.stop();
});

describe('what alerts and dashboards ask for', () => {
  it('is on the pages of running processes', () => {
    const there = familiesOf(Object.values(pages).join('\n'));
    const wanted = new Set(queries().flatMap(metricsOf).map(familyOf));
    expect(wanted.size).toBeGreaterThan(30);
    expect([...wanted].filter((name) => !there.has(name))).toEqual([]);
  });
});

describe('the metrics pages', () => {
  it.each(['gateway', 'worker', 'admin'] as const)(
    'tell of the %s how late it is, and how far away Redis is',
    (page) => {
      expect(figure(page, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
      expect(figure(page, 'chorale_redis_round_trip_seconds_count')).toBeGreaterThanOrEqual(1);
      expect(figure(page, 'chorale_redis_round_trip_failures_total')).toBe(0);
    },
  );

  it('tell what the listener noticed', () => {
    for (const name of ['chorale_first_audio_seconds', 'chorale_queue_wait_seconds'])
      expect(figure('gateway', `${name}_sum`)).toBeGreaterThan(0);
    for (const name of ['chorale_slack_at_send_seconds', 'chorale_reorder_depth_sentences'])
      expect(figure('gateway', `${name}_count`)).toBeGreaterThan(0);
    for (const name of ['chorale_underruns_total', 'chorale_sentence_retries_total'])
      expect(figure('gateway', name)).not.toBeNaN();
  });

  it('tell the same under the names of vLLM-Omni', () => {
    const place = 'model_name="chorale",stage="0",replica="0"';
    for (const name of ['ttfp_s_count', 'duration_s_count', 'rtf_count', 'underrun_s_count'])
      expect(figure('gateway', `vllm_omni:audio_${name}{${place}}`)).toBe(1);
    const continuous = `vllm_omni:audio_continuity_ok_total{${place},threshold_ms="100"}`;
    expect(figure('gateway', continuous)).not.toBeNaN(); // a busy machine may make a gap
    expect(figure('gateway', `vllm_omni:audio_frames_total{${place}}`)).toBeGreaterThan(10_000);
  });

  it('tell what scalers are told', async () => {
    expect(figure('gateway', 'chorale_class_workers{class="default"}')).toBe(1);
    expect(figure('gateway', 'chorale_class_debt_audio_seconds{class="default"}')).toBe(0);
    const { slots } = (await (await fetch(`${cluster.gateway.url}/autoscale/default`)).json()) as {
      slots: number; // docs/operations.md has it
    };
    expect(figure('gateway', 'chorale_class_threads{class="default"}')).toBe(slots);
  });

  it('tell how fast the sentences were made', () => {
    expect(figure('worker', 'chorale_real_time_ratio_count')).toBe(2);
    expect(figure('worker', 'chorale_real_time_ratio_sum')).toBeGreaterThan(0);
  });
});
