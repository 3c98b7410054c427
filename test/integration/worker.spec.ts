import { type Broker, createMemoryBroker, createRedisBroker, systemClock } from '@chorale/broker';
import {
  createLogger,
  createMetricsRegistry,
  createWorkerMetrics,
  NO_TRACER,
} from '@chorale/observability';
import { workerId } from '@chorale/speech';
import {
  eventually,
  expectedSamples,
  FakeBrokerObserver,
  FakeEngine,
  type FakeEngineOptions,
  FakeGateway,
  type PrivateRedis,
  startPrivateRedis,
} from '@chorale/testing';
import { createWorker, type Worker } from '@chorale/worker';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

const UNIT_MS = 4;
const SAMPLES_PER_CHARACTER = 240; // 10 ms at 24 kHz

/** Sentences of two decoder chunks a character. */
const engineOptions: FakeEngineOptions = {
  cost: { clock: systemClock, unitMs: UNIT_MS },
  secondsPerCharacter: 0.01,
  unitSeconds: 0.005,
};

let tests = 0;
let redis: PrivateRedis;

beforeAll(async () => {
  redis = await startPrivateRedis();
});

afterAll(() => redis.stop());

const brokers = {
  'in-memory broker': (): Promise<Broker> =>
    Promise.resolve(createMemoryBroker({ clock: systemClock, observer: new FakeBrokerObserver() })),
  'Redis broker': (): Promise<Broker> =>
    createRedisBroker({
      url: redis.url,
      prefix: `{worker-${(tests += 1)}}`,
      observer: new FakeBrokerObserver(),
    }),
};

describe.each(Object.entries(brokers))('a worker on the %s', (_, createBroker) => {
  let broker: Broker;
  let gateway: FakeGateway;
  const workers: Worker[] = [];
  /** The texts whose units started, in order. */
  let units: string[];

  const startWorker = async (
    options: FakeEngineOptions = {},
    { threads = 2, drainSeconds = 5 } = {},
  ): Promise<Worker> => {
    const id = workerId(`worker-${workers.length}`);
    const worker = createWorker({
      worker: id,
      ports: broker.workerPorts(id, 'default'),
      engine: new FakeEngine({
        ...engineOptions,
        onUnit: ({ text }) => void units.push(text),
        ...options,
      }),
      settings: {
        voiceClass: 'default',
        defaultVoice: 'fake',
        threads,
        unitOrder: 'edf',
        drainSeconds,
        gatewaySilenceMs: 2_500,
        version: 'test',
      },
      clock: systemClock,
      logger: createLogger({ name: 'worker', level: 'silent' }),
      metrics: createWorkerMetrics(createMetricsRegistry()),
      tracer: NO_TRACER,
    });
    workers.push(worker);
    await worker.start();
    return worker;
  };

  beforeEach(async () => {
    units = [];
    broker = await createBroker();
    gateway = await FakeGateway.start((id) => broker.gatewayPorts(id));
  });

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.drain()));
    await gateway.close();
    await broker.close();
  });

  it('answers a job with its samples, in order, and their number', async () => {
    await startWorker();
    await gateway.speak({ text: 'Hello there.', sentenceSeed: '42' });
    expect(await gateway.outcomeOf(0)).toMatchObject({ kind: 'ended', totalSamples: 2880 });
    expect(gateway.samplesOf(0)).toEqual(expectedSamples(42n, 0, 12 * SAMPLES_PER_CHARACTER));
    expect(gateway.eventsOf(0)[0]).toMatchObject({ kind: 'started', fingerprint: 'fake' });
    const indexes = gateway
      .eventsOf(0)
      .flatMap((event) => (event.kind === 'audio' ? [event.chunkIndex] : []));
    expect(indexes).toEqual(indexes.map((_, i) => i));
  });

  it('speaks a slice and says where it goes on', async () => {
    await startWorker();
    await gateway.speak({ text: 'Hello there.', sentenceSeed: '42', toSample: 1001 });
    expect(await gateway.outcomeOf(0)).toMatchObject({ kind: 'yielded', nextSample: 1001 });
    await gateway.speak({ text: 'Hello there.', sentenceSeed: '42', fromSample: 1001, seq: 1 });
    expect(await gateway.outcomeOf(1)).toMatchObject({ kind: 'ended', totalSamples: 2880 });
    expect(gateway.samplesOf(0)).toEqual(expectedSamples(42n, 0, 1001));
    expect(gateway.samplesOf(1)).toEqual(expectedSamples(42n, 1001, 2880));
  });

  it('ends a sentence at once whose last sample was already had', async () => {
    await startWorker();
    await gateway.speak({ text: 'Hello there.', fromSample: 2880 });
    expect(await gateway.outcomeOf(0)).toMatchObject({ kind: 'ended', totalSamples: 2880 });
    expect(gateway.kindsOf(0)).toEqual(['started', 'planned', 'ended']);
  });

  it('resamples, and slices join without a seam', async () => {
    await startWorker();
    const job = { text: 'Hello there.', sentenceSeed: '42', outputRate: 16000 };
    await gateway.speak(job);
    await gateway.speak({ ...job, seq: 1, toSample: 777 });
    await gateway.speak({ ...job, seq: 2, fromSample: 777 });
    expect(await gateway.outcomeOf(0)).toMatchObject({ totalSamples: 1920 });
    await Promise.all([gateway.outcomeOf(1), gateway.outcomeOf(2)]);
    const joined = Int16Array.of(...gateway.samplesOf(1), ...gateway.samplesOf(2));
    expect(joined).toEqual(gateway.samplesOf(0));
  });

  it('sends word times ahead of the audio they tell of, each word once over all slices', async () => {
    await startWorker();
    const job = { text: 'Well, hello there.', timings: true };
    await gateway.speak({ ...job, toSample: 2000 });
    await gateway.speak({ ...job, fromSample: 2000, seq: 1 });
    await Promise.all([gateway.outcomeOf(0), gateway.outcomeOf(1)]);
    const words = [0, 1].map((seq) =>
      gateway.eventsOf(seq).flatMap((event) => (event.kind === 'timing' ? event.words : [])),
    );
    expect(words.map((part) => part.map(({ word }) => word))).toEqual([
      ['Well,', 'hello'],
      ['there.'],
    ]);
    expect(gateway.kindsOf(0).slice(0, 4)).toEqual(['started', 'planned', 'timing', 'audio']);
  });

  it('stops an aborted route within one unit of each of its sentences', async () => {
    const worker = await startWorker();
    const long = 'This one would take a long time. '.repeat(20);
    await gateway.speak({ text: long, route: 5 });
    await gateway.speak({ text: long, route: 5, seq: 1 });
    await eventually(() => [0, 1].every((seq) => gateway.kindsOf(seq, 5).includes('audio')));
    await gateway.abort({ route: 5 });
    await eventually(() => worker.open === 0);
    const startedBy = units.length;
    await gateway.speak({ text: 'Next.', route: 6 });
    await gateway.outcomeOf(0, 6);
    expect(units.slice(startedBy)).not.toContain(long);
    expect(gateway.kindsOf(0, 5)).not.toContain('failed');
  });

  it('aborts one old attempt and leaves the new one alone', async () => {
    await startWorker();
    const text = 'Said twice. '.repeat(10);
    await gateway.speak({ text, attempt: 1 });
    await gateway.speak({ text, attempt: 2 });
    await eventually(() => gateway.eventsOf(0).some(({ attempt }) => attempt === 2));
    await gateway.abort({ seq: 0, attemptBelow: 2 });
    expect(await gateway.outcomeOf(0)).toMatchObject({ kind: 'ended', attempt: 2 });
  });

  it('does not begin a job whose route was aborted while it waited', async () => {
    await gateway.speak({ text: 'Too late.', route: 9 });
    await gateway.abort({ route: 9 });
    await startWorker();
    await gateway.speak({ text: 'Next.', route: 10 });
    await gateway.outcomeOf(0, 10);
    expect(units).not.toContain('Too late.');
    expect(gateway.kindsOf(0, 9)).not.toContain('audio');
  });

  it('shares its threads so that the sentence due first gets on first', async () => {
    const texts = Array.from({ length: 6 }, (_, seq) => `Sentence ${seq} of six.`);
    await Promise.all(
      texts.map((text, seq) => gateway.speak({ text, seq, due: (6 - seq) * 10_000 })),
    );
    await startWorker({}, { threads: 1 });
    await Promise.all(texts.map((_, seq) => gateway.outcomeOf(seq)));
    const ends = gateway.heard.events.flatMap((event) =>
      event.kind === 'ended' ? [event.seq] : [],
    );
    // The first one pulled may begin before the others have come.
    expect(ends.filter((seq) => seq > 0 && seq < 5)).toEqual([4, 3, 2, 1]);
  });

  it.each([
    { text: 'It will [[fail]].', code: 'fake_failure', retryable: false },
    { text: 'It is [[nan]].', code: 'unusable_audio', retryable: true },
    { text: 'It will [[crash]].', code: 'internal_error', retryable: true },
    { text: 'Never [[refuse]].', code: 'unspeakable', retryable: false },
  ])('reports $code and speaks the neighbours undisturbed', async ({ text, ...failure }) => {
    await startWorker();
    await gateway.speak({ text: 'Before it.', sentenceSeed: '1', seq: 0 });
    await gateway.speak({ text, seq: 1 });
    await gateway.speak({ text: 'After it.', sentenceSeed: '2', seq: 2 });
    expect(await gateway.outcomeOf(1)).toMatchObject({ kind: 'failed', failure });
    await Promise.all([gateway.outcomeOf(0), gateway.outcomeOf(2)]);
    expect(gateway.samplesOf(0)).toEqual(expectedSamples(1n, 0, 2400));
    expect(gateway.samplesOf(2)).toEqual(expectedSamples(2n, 0, 2160));
  });

  it('says which voice it lacks', async () => {
    await startWorker();
    await gateway.speak({ voice: 'nobody' });
    expect(await gateway.outcomeOf(0)).toMatchObject({
      kind: 'failed',
      failure: { code: 'unknown_voice', retryable: false },
    });
  });

  it('leaves all work of a gateway that is gone, and serves the others', async () => {
    const worker = await startWorker();
    const other = await FakeGateway.start((id) => broker.gatewayPorts(id));
    const long = 'This one would take a long time. '.repeat(30);
    await other.speak({ text: long });
    await eventually(() => other.kindsOf(0).includes('audio'));
    await other.close();
    await eventually(() => worker.open === 0);
    await gateway.speak({ text: 'Still here.' });
    expect(await gateway.outcomeOf(0)).toMatchObject({ kind: 'ended' });
  });

  it('shows that it lives while a unit takes long', async () => {
    await startWorker({ cost: { clock: systemClock, unitMs: 700 } });
    await gateway.speak({ text: 'a' });
    await eventually(() => gateway.heard.events.filter(({ kind }) => kind === 'alive').length >= 2);
  });

  it('finishes what it holds when it drains, and takes nothing new', async () => {
    const worker = await startWorker();
    await gateway.speak({ text: 'Let me finish. '.repeat(3), sentenceSeed: '3' });
    await eventually(() => gateway.kindsOf(0).includes('audio'));
    const draining = worker.drain();
    await gateway.speak({ text: 'Not me.', seq: 1 });
    await draining;
    expect(gateway.samplesOf(0)).toEqual(expectedSamples(3n, 0, 45 * SAMPLES_PER_CHARACTER));
    expect(gateway.kindsOf(1)).toEqual([]);
    expect(worker.state).toBe('closed');
  });

  it('gives up what it cannot finish in time, for another worker to take', async () => {
    const worker = await startWorker({}, { drainSeconds: 0 });
    await gateway.speak({ text: 'This takes too long. '.repeat(30) });
    await eventually(() => gateway.kindsOf(0).includes('audio'));
    await worker.drain();
    expect(await gateway.outcomeOf(0)).toMatchObject({
      kind: 'failed',
      failure: { code: 'worker_draining', retryable: true },
    });
  });

  it('announces what it can do, and that it leaves', async () => {
    const worker = await startWorker();
    const registry = broker.gatewayPorts(gateway.id).workerRegistry;
    expect(await registry.list()).toMatchObject([
      { voiceClass: 'default', defaultVoice: 'fake', fingerprint: 'fake', draining: false },
    ]);
    expect(worker.isReady).toBe(true);
    await worker.drain();
    expect(await registry.list()).toEqual([]);
  });
});
