import { type Broker, createMemoryBroker, systemClock } from '@chorale/broker';
import {
  createLogger,
  createMetricsRegistry,
  createWorkerMetrics,
  NO_TRACER,
} from '@chorale/observability';
import { type SynthesisJob, workerId } from '@chorale/speech';
import { eventually, FakeBrokerObserver, FakeGateway } from '@chorale/testing';
import { createWorker, type Worker } from '@chorale/worker';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { startEngine, VOICE } from './engine-under-test.js';

jest.setTimeout(60_000);

const TEXT = 'The quick brown fox jumps over the lazy dog, and nobody is surprised.';

const bits = (samples: Int16Array): string =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');

describe('a worker with a real voice', () => {
  let broker: Broker;
  let gateway: FakeGateway;
  let worker: Worker;
  let route = 0;

  beforeAll(async () => {
    const id = workerId('worker-1');
    broker = createMemoryBroker({ clock: systemClock, observer: new FakeBrokerObserver() });
    gateway = await FakeGateway.start((name) => broker.gatewayPorts(name));
    worker = createWorker({
      worker: id,
      ports: broker.workerPorts(id, 'default'),
      engine: await startEngine({ threads: 2 }),
      settings: {
        voiceClass: 'default',
        defaultVoice: VOICE,
        threads: 2,
        unitOrder: 'edf',
        drainSeconds: 10,
        gatewaySilenceMs: 2_500,
        version: 'test',
      },
      clock: systemClock,
      logger: createLogger({ name: 'worker', level: 'silent' }),
      metrics: createWorkerMetrics(createMetricsRegistry()),
      tracer: NO_TRACER,
    });
    await worker.start();
  });

  afterAll(async () => {
    await worker.drain();
    await gateway.close();
    await broker.close();
  });

  const speak = async (change: Partial<SynthesisJob>): Promise<Int16Array> => {
    route += 1;
    const own = route;
    await gateway.speak({ text: TEXT, language: 'en-US', voice: VOICE, route: own, ...change });
    await gateway.outcomeOf(0, own);
    return gateway.samplesOf(0, own);
  };

  it.each([8_000, 16_000, 22_050, 24_000, 44_100, 48_000])(
    'makes slices that join bit by bit, at %d Hz',
    async (outputRate) => {
      const cut = Math.floor(1.234567 * outputRate);
      const [whole, head, tail] = await Promise.all([
        speak({ outputRate }),
        speak({ outputRate, toSample: cut }),
        speak({ outputRate, fromSample: cut }),
      ]);
      expect(whole.length / outputRate).toBeGreaterThan(3);
      expect(bits(head)).toBe(bits(whole.subarray(0, cut)));
      expect(bits(tail)).toBe(bits(whole.subarray(cut)));
    },
  );

  it.each([0.25, 3])('speaks at speed %d, in slices that join bit by bit', async (speed) => {
    const style = { speed, noiseScale: null, noiseWidth: null };
    const [usual, whole, tail] = await Promise.all([
      speak({}),
      speak({ style }),
      speak({ style, fromSample: 20_011 }),
    ]);
    expect((whole.length * speed) / usual.length).toBeCloseTo(1, 1);
    expect(bits(tail)).toBe(bits(whole.subarray(20_011)));
  });

  it('makes the same samples again while it speaks others', async () => {
    const [alone] = await Promise.all([speak({})]);
    const crowd = await Promise.all(Array.from({ length: 3 }, () => speak({})));
    expect(new Set([alone, ...crowd].map(bits)).size).toBe(1);
  });

  it('keeps within −1 dBFS', async () => {
    const loudest = (await speak({})).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(loudest).toBeLessThanOrEqual(Math.ceil(32768 * 10 ** (-1 / 20)));
    expect(loudest).toBeGreaterThan(8_000);
  });

  it('lets go of a sentence at once when nobody listens any more', async () => {
    route += 1;
    const text = TEXT.repeat(5);
    await gateway.speak({ text, language: 'en-US', voice: VOICE, route });
    await eventually(() => gateway.kindsOf(0, route).includes('audio'));
    await gateway.abort({ route });
    await eventually(() => worker.open === 0);
    expect(gateway.kindsOf(0, route)).not.toContain('ended');
  });
});
