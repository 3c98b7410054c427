import type { GatewayPorts } from '@chorale/broker';
import {
  type AbortOrder,
  type Band,
  type ChunkEvent,
  type GatewayId,
  gatewayId,
  type SynthesisJob,
} from '@chorale/speech';

import { eventually } from '../eventually.js';

import { aSynthesisJob } from './factories.js';
import { FakeChunkListener } from './fake-chunk-listener.js';

/** Where a job is queued; by default urgent in the class `default`. */
interface FakePlacement {
  readonly voiceClass?: string;
  readonly band?: Band;
}

let made = 0;

/** A gateway without sessions: queues jobs, hears chunks, and judges nothing. */
export class FakeGateway {
  readonly id: GatewayId;
  readonly heard = new FakeChunkListener();
  readonly #ports: GatewayPorts;

  private constructor(id: GatewayId, ports: GatewayPorts) {
    this.id = id;
    this.#ports = ports;
  }

  /** Starts one that no other has the name of. */
  static async start(portsFor: (gateway: GatewayId) => GatewayPorts): Promise<FakeGateway> {
    made += 1;
    const id = gatewayId(`fake-gateway-${process.pid}-${made}`);
    const gateway = new FakeGateway(id, portsFor(id));
    await gateway.#ports.chunkSource.start(gateway.heard);
    return gateway;
  }

  /** Queues a job of this gateway; `change` replaces fields. */
  async speak(
    change: Partial<SynthesisJob>,
    { voiceClass = 'default', band = 'urgent' }: FakePlacement = {},
  ): Promise<SynthesisJob> {
    const job = aSynthesisJob({ voice: 'fake', ...change, gateway: this.id });
    await this.#ports.jobQueue.enqueue(job, { voiceClass, band, rank: 0 });
    return job;
  }

  abort(order: Partial<AbortOrder>): Promise<void> {
    const wholeRoute: AbortOrder = {
      gateway: this.id,
      route: 1,
      seq: null,
      attemptBelow: null,
      reason: 'client_gone',
    };
    return this.#ports.abortBus.publish({ ...wholeRoute, ...order });
  }

  /** What was heard of one sentence, in order. */
  eventsOf(seq: number, route = 1): readonly SentenceEvent[] {
    return this.heard.events
      .filter((event) => event.kind !== 'alive')
      .filter((event) => event.seq === seq && event.route === route);
  }

  kindsOf(seq: number, route = 1): readonly ChunkEvent['kind'][] {
    return this.eventsOf(seq, route).map(({ kind }) => kind);
  }

  /** Waits for the event that ends a job. */
  async outcomeOf(seq: number, route = 1): Promise<SentenceEvent> {
    const outcome = await eventually(() => this.eventsOf(seq, route).find(isOutcome), {
      timeoutMs: 30_000,
    });
    if (!outcome) throw new Error('eventually gives nothing falsy');
    return outcome;
  }

  /** The PCM16 samples heard of a sentence, in order of arrival; throws where one chunk does not follow another. */
  samplesOf(seq: number, route = 1): Int16Array {
    const chunks = this.eventsOf(seq, route).filter((event) => event.kind === 'audio');
    let next = chunks[0]?.sampleOffset ?? 0;
    const values = chunks.flatMap(({ sampleOffset, samples }) => {
      if (sampleOffset !== next) throw new Error(`expected ${next}, heard ${sampleOffset}`);
      const bytes = new DataView(samples.buffer, samples.byteOffset, samples.byteLength);
      next += samples.byteLength / 2;
      return Array.from({ length: samples.byteLength / 2 }, (_, i) => bytes.getInt16(2 * i, true));
    });
    return Int16Array.from(values);
  }

  /** Stops listening: workers that still send learn that it is gone. */
  async close(): Promise<void> {
    await this.#ports.chunkSource.close();
    await this.#ports.jobQueue.close();
    await this.#ports.abortBus.close();
    await this.#ports.workerRegistry.close();
  }
}

/** An event that belongs to a sentence. */
export type SentenceEvent = Exclude<ChunkEvent, { readonly kind: 'alive' }>;

const isOutcome = ({ kind }: SentenceEvent): boolean =>
  kind === 'ended' || kind === 'yielded' || kind === 'failed';
