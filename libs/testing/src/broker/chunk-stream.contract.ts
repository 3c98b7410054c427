import {
  type ChunkEvent,
  type ChunkSink,
  type ChunkSource,
  gatewayId,
  workerId,
} from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import type { BrokerFactory, BrokerHarness } from './broker-harness.js';
import { anAudioChunk } from './factories.js';
import { FakeChunkListener } from './fake-chunk-listener.js';

const GATEWAY = gatewayId('gateway-1');
const WORKER = workerId('worker-1');
const ADDRESS = { route: 4, seq: 2, attempt: 3 };

const ONE_OF_EACH: readonly ChunkEvent[] = [
  { kind: 'started', ...ADDRESS, worker: WORKER, fingerprint: 'f00d' },
  { kind: 'alive', worker: WORKER },
  {
    kind: 'timing',
    ...ADDRESS,
    words: [{ word: 'Hello', startSample: 0, endSample: 9, charStart: 0, charEnd: 5 }],
  },
  anAudioChunk({ ...ADDRESS, chunkIndex: 1, sampleOffset: 960 }),
  { kind: 'planned', ...ADDRESS, totalSamples: 9_600 },
  { kind: 'joined', ...ADDRESS, shift: -480 },
  { kind: 'yielded', ...ADDRESS, nextSample: 4_800 },
  { kind: 'ended', ...ADDRESS, totalSamples: 9_600 },
  {
    kind: 'failed',
    ...ADDRESS,
    failure: { code: 'model_failed', message: 'out of memory', retryable: true },
  },
];

/** States what every ChunkSink and ChunkSource must do, as tests. */
export const describeChunkStreamContract = (name: string, factory: BrokerFactory): void => {
  const { afterEach, beforeEach, describe, expect, it } = jestGlobals();
  describe(`${name}: chunk stream`, () => {
    let harness: BrokerHarness;
    let source: ChunkSource;
    let sink: ChunkSink;
    let heard: FakeChunkListener;

    beforeEach(async () => {
      harness = await factory();
      source = harness.broker.gatewayPorts(GATEWAY).chunkSource;
      sink = harness.broker.workerPorts(WORKER, 'default').chunkSink;
      heard = new FakeChunkListener();
    });

    afterEach(() => harness.close());

    it('brings every kind of event', async () => {
      await source.start(heard);
      for (const event of ONE_OF_EACH) expect(await sink.send(GATEWAY, event)).toBe('sent');
      await eventually(() => heard.events.length === ONE_OF_EACH.length);
      expect(heard.events).toEqual(ONE_OF_EACH);
    });

    it('keeps the order of sends that did not wait for each other', async () => {
      await source.start(heard);
      const sends = Array.from({ length: 100 }, (_, chunkIndex) =>
        sink.send(GATEWAY, anAudioChunk({ chunkIndex, sampleOffset: chunkIndex * 480 })),
      );
      expect(new Set(await Promise.all(sends))).toEqual(new Set(['sent']));
      await eventually(() => heard.events.length === 100);
      const order = heard.events.map((event) => event.kind === 'audio' && event.chunkIndex);
      expect(order).toEqual(Array.from({ length: 100 }, (_, index) => index));
    });

    it('takes the samples at once, so that the sender may reuse its buffer', async () => {
      await source.start(heard);
      const samples = Uint8Array.of(1, 2);
      const sent = sink.send(GATEWAY, anAudioChunk({ samples }));
      samples.fill(9);
      await sent;
      await eventually(() => heard.events.length === 1);
      expect(heard.events[0]).toMatchObject({ samples: Uint8Array.of(1, 2) });
    });

    it('gives each receiver samples of its own', async () => {
      await source.start(heard);
      await sink.send(GATEWAY, anAudioChunk({ samples: Uint8Array.of(1, 2) }));
      await eventually(() => heard.events.length === 1);
      expect(heard.events[0]).toMatchObject({ samples: { buffer: { byteLength: 2 } } });
    });

    it('keeps gateways apart', async () => {
      const other = gatewayId('gateway-2');
      const heardByOther = new FakeChunkListener();
      await source.start(heard);
      await harness.broker.gatewayPorts(other).chunkSource.start(heardByOther);
      await sink.send(GATEWAY, anAudioChunk({ route: 1 }));
      await sink.send(other, anAudioChunk({ route: 2 }));
      await eventually(() => heard.events.length + heardByOther.events.length === 2);
      expect(heard.events).toMatchObject([{ route: 1 }]);
      expect(heardByOther.events).toMatchObject([{ route: 2 }]);
    });

    it('hears several workers', async () => {
      await source.start(heard);
      const second = harness.broker.workerPorts(workerId('worker-2'), 'default').chunkSink;
      await Promise.all([
        sink.send(GATEWAY, anAudioChunk({ route: 1 })),
        second.send(GATEWAY, anAudioChunk({ route: 2 })),
      ]);
      await eventually(() => heard.events.length === 2);
    });

    it('says when everything sent was heard, also while nothing is sent', async () => {
      await source.start(heard);
      await sink.send(GATEWAY, anAudioChunk());
      await eventually(async () => {
        await harness.elapse(250);
        return heard.caughtUpAfter.includes(1);
      });
      const times = heard.caughtUpAfter.length;
      await eventually(async () => {
        await harness.elapse(250);
        return heard.caughtUpAfter.length > times;
      });
    });

    it('tells a sender that the gateway never was', async () => {
      expect(await sink.send(gatewayId('nobody'), anAudioChunk())).toBe('gateway-gone');
    });

    it('tells a sender that the gateway closed', async () => {
      await source.start(heard);
      expect(await sink.send(GATEWAY, anAudioChunk())).toBe('sent');
      await source.close();
      expect(await sink.send(GATEWAY, anAudioChunk())).toBe('gateway-gone');
    });

    it('knows that a gateway is not silent while it listens, and cannot be once it is gone', async () => {
      await source.start(heard);
      await harness.elapse(1_000);
      expect(await sink.silenceOf(GATEWAY)).toBeLessThan(1_500);
      await source.close();
      expect(await sink.silenceOf(GATEWAY)).toBe(0);
    });

    it('is silent after it was closed', async () => {
      await source.start(heard);
      await source.close();
      const times = heard.caughtUpAfter.length;
      await harness.elapse(1_000);
      expect(heard.caughtUpAfter).toHaveLength(times);
    });

    it('refuses to send after it was closed', async () => {
      await sink.close();
      await expect(sink.send(GATEWAY, anAudioChunk())).rejects.toMatchObject({ reason: 'closed' });
    });

    it('survives a listener that throws', async () => {
      let calls = 0;
      const clumsy = new FakeChunkListener();
      clumsy.event = () => {
        calls += 1;
        throw new Error('clumsy');
      };
      await source.start(clumsy);
      await sink.send(GATEWAY, anAudioChunk());
      await sink.send(GATEWAY, anAudioChunk());
      await eventually(() => calls === 2);
      expect(harness.observer.problems.length).toBeGreaterThanOrEqual(2);
    });

    it('says that the stream was lost, and goes on with a new one', async () => {
      if (harness.loseChunkStream === null) return; // cannot happen within one process
      await source.start(heard);
      await sink.send(GATEWAY, anAudioChunk({ seq: 1 }));
      await eventually(() => heard.events.length === 1);
      await harness.loseChunkStream(GATEWAY);
      await eventually(() => heard.timesLost === 1);
      expect(await sink.send(GATEWAY, anAudioChunk({ seq: 2 }))).toBe('sent');
      await eventually(() => heard.events.length === 2);
      expect(heard.events).toMatchObject([{ seq: 1 }, { seq: 2 }]);
      expect(heard.timesLost).toBe(1);
    });
  });
};
