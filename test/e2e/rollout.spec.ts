import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually, type PrivateRedis, startPrivateRedis } from '@chorale/testing';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';

import { renderChart } from '../deploy/chart/rendered-chart.js';
import { describeWith } from '../deploy/tools.js';
import { inRepository } from '../processes/repository.js';
import { SpawnedProgram } from '../processes/spawned-program.js';

import { SECONDS_PER_CHARACTER } from '../faults/listener.js';
import { FakeDeployment } from './rollout/fake-deployment.js';
import type { PodProcess } from './rollout/fake-pod.js';
import { FakeService } from './rollout/fake-service.js';
import { type PodRules, podRules } from './rollout/pod-rules.js';
import { type Outcome, Talkers } from './rollout/talkers.js';

jest.setTimeout(120_000);

/** Hooks and drains as short as they can be told apart from nothing. */
const VALUES = ['drainSeconds=8', 'gateway.preStopSeconds=2'];

const FAKE_SPEECH = {
  FAKE_SECONDS_PER_CHARACTER: String(SECONDS_PER_CHARACTER),
  FAKE_UNIT_SECONDS: '0.25',
  FAKE_UNIT_MS: '20',
  WORKER_NICE: '0',
};

/** Why a session is no success; null if it is one. */
const failureOf = (outcome: Outcome): string | null => {
  if (outcome.outcome === 'nobody') return outcome.why;
  const isWhole = outcome.outcome === 'whole' && outcome.flaws.length === 0;
  return isWhole && outcome.faults.length === 0 ? null : JSON.stringify(outcome);
};

const failuresIn = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.flatMap((outcome) => failureOf(outcome) ?? []);

describeWith('helm', 'a rollout by the rules of the chart', () => {
  let redis: PrivateRedis;
  let uploads: string;
  let gateways: FakeDeployment;
  let workers: FakeDeployment;
  let service: FakeService;

  /** What a cluster fills in, and what pods on one machine cannot share. */
  const filledIn = (): PodRules['env'] => ({
    ...{ REDIS_URL: redis.url, ADVERTISED_HOST: '127.0.0.1', UPLOADED_VOICES_DIR: uploads },
    ...{ PORT: '0', WORKER_HEALTH_PORT: '0', ADMISSION_LIMIT: '0' },
  });

  const process =
    (program: string, address: string, env: PodRules['env'] = {}) =>
    (chartEnv: PodRules['env']): PodProcess => {
      const options = {
        program: inRepository(program),
        env: { ...chartEnv, ...filledIn(), ...env },
      };
      const spawned = new SpawnedProgram(options);
      return { program: spawned, url: () => addressIn(spawned, address) };
    };

  beforeAll(async () => {
    redis = await startPrivateRedis();
    uploads = await mkdtemp(join(tmpdir(), 'chorale-uploads-'));
    const chart = renderChart(null, { set: VALUES });
    const aGateway = process('apps/gateway/dist/main.js', 'url');
    const aWorker = process('test/dist/processes/fake-worker.js', 'healthUrl', FAKE_SPEECH);
    gateways = new FakeDeployment(podRules(chart, 'gateway'), aGateway);
    workers = new FakeDeployment(podRules(chart, 'worker-cpu'), aWorker);
    service = new FakeService(gateways);
    await Promise.all([gateways.up(), workers.up()]);
    await eventually(() => service.pods.length === gateways.rules.replicas);
  });

  afterAll(async () => {
    await Promise.all([gateways.kill(), workers.kill()]);
    await redis.stop();
    await rm(uploads, { recursive: true });
  });

  it('of all gateways and workers at once, under load, fails no session', async () => {
    const talkers = new Talkers(service, { plain: 4, resumable: 2 });
    const ends = await Promise.all([gateways.rollOut(), workers.rollOut()]);
    const outcomes = await talkers.stop();
    const failures = failuresIn(outcomes);
    const figures = `${outcomes.length} sessions, ${talkers.returns} went on elsewhere`;
    globalThis.process.stderr.write(`rollout: ${figures}, ${failures.length} failed\n`);
    expect(failures).toEqual([]);
    expect(ends).toEqual([[0, 0], [0]]);
    expect(talkers.returns).toBeGreaterThan(0);
    expect([...gateways.complaints, ...workers.complaints]).toEqual([]);
  });

  it('needs the time that a leaving gateway goes on: without it, sessions fail', async () => {
    const talkers = new Talkers(service, { plain: 4, resumable: 0 });
    await gateways.rollOut({ ...gateways.rules, preStopMs: 0 });
    expect(failuresIn(await talkers.stop())).not.toEqual([]);
  });
});

/** Whatever it listens on, it is found on the loopback address. */
const addressIn = ({ records }: SpawnedProgram, field: string): string => {
  const url = records.map((record) => record[field]).find((value) => typeof value === 'string');
  return typeof url !== 'string' ? '' : url.replace(/\/\/(0\.0\.0\.0|\[[\d:]+\])/, '//127.0.0.1');
};
