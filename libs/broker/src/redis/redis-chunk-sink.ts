import { encodeChunkEvent } from '@chorale/protocol';
import type { ChunkEvent, ChunkSink, GatewayId } from '@chorale/speech';

import { BrokerUnavailable } from '../broker-unavailable.js';
import { MAX_OUTSTANDING_SENDS, SendWindow } from '../send-window.js';

import { STREAM_TTL_SECONDS } from './gateway-stream.js';
import type { RedisKeys } from './keys.js';
import type { RedisLink } from './redis-link.js';

/** What a gateway that does not read may keep in Redis; about half an hour of 24 kHz PCM. */
const MAX_STREAM_BYTES = 64 * 1024 * 1024;
/** Redis cuts streams node by node; small entries share a node of this size. */
const STREAM_NODE_BYTES = 4 * 1024;

/** Writes chunk events to the gateways' streams, one binary field each. */
export class RedisChunkSink implements ChunkSink {
  readonly #window = new SendWindow(MAX_OUTSTANDING_SENDS);
  #closed = false;

  constructor(
    private readonly link: RedisLink,
    private readonly keys: RedisKeys,
  ) {}

  async send(gateway: GatewayId, event: ChunkEvent): Promise<'sent' | 'gateway-gone'> {
    if (this.#closed) throw new BrokerUnavailable('closed');
    const bytes = encodeChunkEvent(event, (performance.timeOrigin + performance.now()) * 1_000);
    return this.#window.run(() => this.#add(gateway, Buffer.from(bytes.buffer)));
  }

  async silenceOf(gateway: GatewayId): Promise<number> {
    const leftMs = await this.link.run((client) => client.pttl(this.keys.chunks(gateway)));
    return leftMs < 0 ? 0 : Math.max(0, STREAM_TTL_SECONDS * 1_000 - leftMs);
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  /** NOMKSTREAM: the stream is the gateway's to make; where there is none, nobody listens. */
  #add(gateway: GatewayId, bytes: Buffer): Promise<'sent' | 'gateway-gone'> {
    const entries = Math.floor(MAX_STREAM_BYTES / Math.max(bytes.byteLength, STREAM_NODE_BYTES));
    const key = this.keys.chunks(gateway);
    return this.link.run(async (client) => {
      const id = await client.xadd(key, 'NOMKSTREAM', 'MAXLEN', '~', entries, '*', 'd', bytes);
      return id === null ? 'gateway-gone' : 'sent';
    });
  }
}
