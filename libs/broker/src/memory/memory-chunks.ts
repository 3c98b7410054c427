import { encodeChunkEvent } from '@chorale/protocol';
import type {
  ChunkEvent,
  ChunkListener,
  ChunkSink,
  ChunkSource,
  Clock,
  GatewayId,
} from '@chorale/speech';

import { BrokerUnavailable } from '../broker-unavailable.js';
import { MAX_OUTSTANDING_SENDS, SendWindow } from '../send-window.js';

import { MemoryChunkStream } from './memory-chunk-stream.js';

/** The streams of the gateways that listen now. */
export type ChunkStreams = Map<GatewayId, MemoryChunkStream>;

/** Hears what workers of the same process send to one gateway. */
export class MemoryChunkSource implements ChunkSource {
  constructor(
    private readonly gateway: GatewayId,
    private readonly streams: ChunkStreams,
    private readonly clock: Clock,
    private readonly problem: (error: Error) => void,
  ) {}

  start(listener: ChunkListener): Promise<void> {
    this.streams.get(this.gateway)?.close();
    this.streams.set(this.gateway, new MemoryChunkStream(listener, this.clock, this.problem));
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.streams.get(this.gateway)?.close();
    this.streams.delete(this.gateway);
    return Promise.resolve();
  }
}

/** Sends chunk events to gateways of the same process, as the bytes that would cross a network. */
export class MemoryChunkSink implements ChunkSink {
  readonly #window = new SendWindow(MAX_OUTSTANDING_SENDS);
  #closed = false;

  constructor(
    private readonly streams: ChunkStreams,
    private readonly clock: Clock,
  ) {}

  async send(gateway: GatewayId, event: ChunkEvent): Promise<'sent' | 'gateway-gone'> {
    if (this.#closed) throw new BrokerUnavailable('closed');
    const bytes = encodeChunkEvent(event, this.clock.now() * 1_000);
    return this.#window.run(
      async () => (await this.streams.get(gateway)?.send(bytes)) ?? 'gateway-gone',
    );
  }

  /** A gateway of the same process lives as long as its workers. */
  silenceOf(): Promise<number> {
    return Promise.resolve(0);
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }
}
