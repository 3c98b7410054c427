import { type Broker, createMemoryBroker } from '@chorale/broker';
import {
  createLogger,
  createMetricsRegistry,
  createWorkerMetrics,
  NO_TRACER,
} from '@chorale/observability';
import { VoiceSetMismatch, workerId } from '@chorale/speech';
import {
  aWorkerRecord,
  expectedSamples,
  FAKE_VOICE,
  FakeBrokerObserver,
  FakeClock,
  FakeEngine,
  type FakeEngineOptions,
  FakeGateway,
} from '@chorale/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';

import { createWorker, type Worker, type WorkerSettings } from './worker.js';

const ID = workerId('worker-1');
const UNIT_MS = 20;

let clock: FakeClock;
let broker: Broker;
let gateway: FakeGateway;
let registry: ReturnType<typeof createMetricsRegistry>;
let logged: string[];

beforeEach(async () => {
  clock = new FakeClock();
  broker = createMemoryBroker({ clock, observer: new FakeBrokerObserver() });
  gateway = await FakeGateway.start((id) => broker.gatewayPorts(id));
  registry = createMetricsRegistry();
  logged = [];
});

const aWorker = (settings: Partial<WorkerSettings> = {}, engine: FakeEngineOptions = {}): Worker =>
  createWorker({
    worker: ID,
    ports: broker.workerPorts(ID, 'default'),
    engine: new FakeEngine({ cost: { clock, unitMs: UNIT_MS }, unitSeconds: 0.1, ...engine }),
    settings: {
      voiceClass: 'default',
      defaultVoice: 'fake',
      threads: 1,
      unitOrder: 'edf',
      drainSeconds: 3,
      gatewaySilenceMs: 2_500,
      version: 'test',
      ...settings,
    },
    clock,
    logger: createLogger({ name: 'test', level: 'debug', write: (line) => void logged.push(line) }),
    metrics: createWorkerMetrics(registry),
    tracer: NO_TRACER,
  });

/** Runs something to its end on the fake clock. */
const during = async <T>(work: Promise<T>, ms: number): Promise<T> => {
  await clock.advance(ms);
  return work;
};

describe(createWorker.name, () => {
  it('refuses a default voice that is not installed, and says which are', () => {
    expect(() => aWorker({ defaultVoice: 'nobody' })).toThrow(
      'The default voice nobody is not installed; set DEFAULT_VOICE to one of: fake.',
    );
  });

  it('refuses to start in a class that serves other voices', async () => {
    const others = broker.workerPorts(workerId('other'), 'default').workerRegistry;
    await others.announce(aWorkerRecord({ worker: workerId('other'), voiceClass: 'default' }));
    const worker = aWorker();
    await expect(worker.start()).rejects.toThrow(VoiceSetMismatch);
    expect(worker.isReady).toBe(false);
  });

  it('is ready from its start until it drains', async () => {
    const worker = aWorker();
    expect([worker.state, worker.isReady]).toEqual(['starting', false]);
    await worker.start();
    expect([worker.state, worker.isReady]).toEqual(['running', true]);
    await during(worker.drain(), 0);
    expect([worker.state, worker.isReady]).toEqual(['closed', false]);
  });

  it('says what audio costs it, and how busy it is', async () => {
    await aWorker().start();
    const listed = () => broker.gatewayPorts(gateway.id).workerRegistry.list();
    expect(await listed()).toMatchObject([
      { costPerAudioSecond: null, load: 0, firstChunkMs: null },
    ]);
    await gateway.speak({ text: 'Twenty letters long.' }); // 1.2 s: an encoder pass and 12 chunks
    await clock.advance(1_100);
    const [record] = await listed();
    expect(record?.costPerAudioSecond).toBeCloseTo((13 * UNIT_MS) / 1000 / 1.2, 2);
    expect(record?.firstChunkMs).toBe(2 * UNIT_MS);
    expect(record?.load).toBeCloseTo(0.044, 3); // 260 ms of the last 5 s, fading
  });

  it('counts what it did', async () => {
    await aWorker().start();
    await gateway.speak({ text: 'Five!' });
    await gateway.speak({ text: '[[fail]]', seq: 1 });
    await clock.advance(1000);
    const page = await registry.metrics();
    for (const line of [
      'chorale_jobs_started_total 2',
      'chorale_jobs_ended_total{outcome="ended"} 1',
      'chorale_jobs_ended_total{outcome="failed"} 1',
      'chorale_first_chunk_seconds_count 1',
      'chorale_open_sentences 0',
    ]) {
      expect(page).toContain(line);
    }
    expect(page).toMatch(/chorale_audio_seconds_total 0\.30*/);
  });

  it('logs a failure with its address and code, and not a word of the text', async () => {
    await aWorker().start();
    await gateway.speak({ text: 'My secret [[crash]]', route: 8 });
    await clock.advance(100);
    expect(logged.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        route: 8,
        seq: 0,
        attempt: 1,
        code: 'internal_error',
        msg: 'a sentence could not be spoken',
      },
    ]);
    expect(logged.join('')).not.toContain('secret');
  });

  it('keeps the failure in the list that people look at', async () => {
    await aWorker().start();
    await gateway.speak({ text: '[[fail]]' });
    await clock.advance(100);
    expect(await broker.recentFailures()).toMatchObject([{ worker: ID, error: 'fake_failure' }]);
  });

  it('answers a job that it cannot read', async () => {
    await aWorker().start();
    await gateway.speak({ text: '' });
    await clock.advance(0);
    expect(gateway.eventsOf(0)).toMatchObject([
      { kind: 'failed', failure: { code: 'invalid_job', retryable: false } },
    ]);
  });

  it('lets go of an aborted sentence at once, even while its unit hangs', async () => {
    const worker = aWorker({ threads: 2 });
    await worker.start();
    await gateway.speak({ text: '[[hang]]', route: 4 });
    await clock.advance(100);
    await gateway.abort({ route: 4 });
    await clock.advance(0);
    expect(worker.open).toBe(0);
    await gateway.speak({ text: 'On the other thread.', sentenceSeed: '6' });
    await clock.advance(2000);
    expect(gateway.samplesOf(0)).toEqual(expectedSamples(6n, 0, 20 * 1440));
  });

  it('takes nothing new while an operator wants it to rest, and goes on when told to', async () => {
    const worker = aWorker();
    await worker.start();
    const { controlBus, workerRegistry } = broker.adminPorts();
    await controlBus.publish({ kind: 'drainWorker', worker: ID, draining: true });
    await clock.advance(0);
    expect(worker.isReady).toBe(false);
    expect(await workerRegistry.list()).toMatchObject([{ draining: true }]);
    await gateway.speak({ text: 'Five!' });
    await clock.advance(1000);
    expect(gateway.eventsOf(0)).toEqual([]);
    await controlBus.publish({ kind: 'drainWorker', worker: ID, draining: false });
    await clock.advance(1000);
    expect(gateway.eventsOf(0).at(-1)).toMatchObject({ kind: 'ended' });
    expect(await workerRegistry.list()).toMatchObject([{ draining: false }]);
  });

  it('gives a hanging sentence up when the time to drain is over', async () => {
    const worker = aWorker({ drainSeconds: 2 });
    await worker.start();
    await gateway.speak({ text: '[[hang]]' });
    await clock.advance(100);
    const draining = worker.drain();
    await clock.advance(1999);
    expect(worker.state).toBe('draining');
    await during(draining, 1 + 6000);
    expect(gateway.eventsOf(0).at(-1)).toMatchObject({
      kind: 'failed',
      failure: { code: 'worker_draining', retryable: true },
    });
  });

  it('shows how long after an abort its thread was free again', async () => {
    await aWorker({}, { cost: { clock, unitMs: 500 } }).start();
    await gateway.speak({ text: 'Aborted in the middle.', route: 4 });
    await clock.advance(100);
    await gateway.abort({ route: 4, reason: 'cancelled' });
    await clock.advance(400);
    const page = await registry.metrics();
    expect(page).toContain('chorale_cancel_to_idle_seconds_sum{reason="cancelled"} 0.4');
    expect(page).toContain('chorale_cancel_to_idle_seconds_count{reason="cancelled"} 1');
  });

  it.each([
    ['cancelled', () => gateway.abort({ route: 4, reason: 'cancelled' })],
    ['superseded', () => gateway.abort({ route: 4, attemptBelow: 2, reason: 'superseded' })],
    ['gateway_gone', () => gateway.close()],
  ])('accounts for audio that it made and does not send any more: %s', async (reason, stop) => {
    await aWorker().start();
    await gateway.speak({ text: 'Stopped in the middle.', route: 4 });
    await clock.advance(5.5 * UNIT_MS); // after four chunks, in the middle of the fifth
    await stop();
    await clock.advance(300);
    const wasted = await registry.getSingleMetric('chorale_audio_wasted_seconds_total')?.get();
    expect(wasted?.values).toMatchObject([{ labels: { reason }, value: expect.closeTo(0.1) }]);
  });

  it('accounts for nothing that was spoken to its end', async () => {
    await aWorker().start();
    await gateway.speak({ text: 'Spoken to its end.' });
    await clock.advance(2_000);
    expect(await registry.metrics()).not.toContain('chorale_audio_wasted_seconds_total{');
  });

  it('closes its engine only when no unit is in flight', async () => {
    const worker = aWorker({}, { cost: { clock, unitMs: 500 } });
    await worker.start();
    await gateway.speak({ text: 'Aborted in the middle.', route: 4 });
    await clock.advance(100);
    await gateway.abort({ route: 4 });
    await clock.advance(0);
    const draining = worker.drain();
    await clock.advance(399);
    expect(worker.state).toBe('draining');
    await during(draining, 1);
    expect(worker.state).toBe('closed');
  });

  it('takes one sentence more ahead of need than it has threads', async () => {
    const worker = aWorker({ threads: 2 });
    await worker.start();
    for (const seq of [0, 1, 2, 3, 4]) {
      await gateway.speak({ text: 'A sentence.', seq }, { band: 'lookAhead' });
    }
    await clock.advance(0);
    expect(worker.open).toBe(3);
  });

  it('leaves urgent work to the others of its class while it has enough to do', async () => {
    const others = broker.workerPorts(workerId('other'), 'default').workerRegistry;
    const record = aWorkerRecord({ worker: workerId('other'), voices: [FAKE_VOICE] });
    await others.announce({ ...record, defaultVoice: 'fake' });
    const worker = aWorker({ threads: 1 });
    await worker.start();
    for (const seq of [0, 1, 2, 3, 4]) {
      await gateway.speak({ text: 'First words.', seq, route: seq });
      await clock.advance(0);
    }
    expect(worker.open).toBe(2);
    await clock.advance(3000);
    expect([0, 1, 2, 3, 4].map((seq) => gateway.kindsOf(seq, seq).at(-1))).toEqual(
      Array.from({ length: 5 }, () => 'ended'),
    );
  });
});
