import { type Broker, createRedisBroker } from '@chorale/broker';
import {
  eventually,
  expectedSamples,
  FakeBrokerObserver,
  FakeGateway,
  markOfText,
  type PrivateRedis,
  startPrivateRedis,
} from '@chorale/testing';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';

import { SpawnedWorker } from '../processes/spawned-worker.js';

// Processes start slowly on a machine that is busy with other tests.
jest.setTimeout(30_000);

let redis: PrivateRedis;
let broker: Broker;
let gateway: FakeGateway;
let worker: SpawnedWorker;
let tests = 0;

beforeAll(async () => {
  redis = await startPrivateRedis();
});

beforeEach(async () => {
  const prefix = `{process-${(tests += 1)}}`;
  broker = await createRedisBroker({ url: redis.url, prefix, observer: new FakeBrokerObserver() });
  gateway = await FakeGateway.start((id) => broker.gatewayPorts(id));
  worker = await SpawnedWorker.start({
    REDIS_URL: redis.url,
    REDIS_KEY_PREFIX: prefix,
    DEFAULT_VOICE: 'fake',
    FAKE_UNIT_MS: '5',
    FAKE_SECONDS_PER_CHARACTER: '0.01',
    FAKE_UNIT_SECONDS: '0.02',
    FAKE_TRACE: 'true',
    LOG_LEVEL: 'warn',
  });
});

afterEach(async () => {
  await worker.kill('SIGKILL');
  await gateway.close();
  await broker.close();
});

afterAll(() => redis.stop());

describe('the fake worker process', () => {
  it('speaks samples that are marked by the text, and traces its units', async () => {
    const text = 'Hello from afar.';
    await gateway.speak({ text });
    await gateway.outcomeOf(0);
    expect(gateway.samplesOf(0)).toEqual(expectedSamples(markOfText(text), 0, 16 * 240));
    const traced = worker.lines.filter(({ mark }) => mark === String(markOfText(text)));
    expect(traced.map(({ unit }) => unit)).toEqual([
      'encode',
      ...Array.from({ length: 8 }, () => 'decode'),
    ]);
  });

  it('tells of its health and shows its metrics', async () => {
    await gateway.speak({ text: 'One.' });
    await gateway.outcomeOf(0);
    const answers = await Promise.all(
      ['/health', '/health/ready', '/metrics'].map((path) => fetch(worker.healthUrl + path)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await answers[2]?.text()).toContain('chorale_jobs_started_total 1');
  });

  it('is not ready while it drains', async () => {
    await gateway.speak({ text: 'This takes a little while. '.repeat(10) });
    await eventually(() => gateway.kindsOf(0).includes('audio'));
    const stopping = worker.stop();
    const draining = await eventually(async () => {
      const answer = await fetch(`${worker.healthUrl}/health/ready`);
      return answer.status === 503 ? answer : null;
    });
    expect(await draining?.json()).toMatchObject({ state: 'draining' });
    expect(await stopping).toBe(0);
    expect(gateway.kindsOf(0).at(-1)).toBe('ended');
  });

  it('dies at [[crash]], and leaves nobody in doubt', async () => {
    await gateway.speak({ text: 'Now [[crash]]' });
    expect(await worker.exited).toBe('SIGKILL');
    await eventually(() => gateway.kindsOf(0).length > 0);
    expect(gateway.kindsOf(0).filter((kind) => kind !== 'planned')).toEqual(['started']);
  });
});
