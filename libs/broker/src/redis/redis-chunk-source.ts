import { decodeChunkEvent } from '@chorale/protocol';
import type { ChunkListener, ChunkSource } from '@chorale/speech';

import { guarded } from '../guarded.js';

import type { GatewayStream } from './gateway-stream.js';
import { pause } from './pause.js';
import type { RedisLink } from './redis-link.js';
import { type StreamEntry, streamEntries } from './stream-reply.js';

/** Entries per read; one read with fewer has brought all there was. */
const READ_COUNT = 256;
/** How long a read waits for entries: short, so that a silent worker is noticed within 800 ms. */
const BLOCK_MS = 200;
/** A read that took longer than this and its wait says nothing about silence: this process or Redis stood still. */
const STOOD_STILL_MS = 200;
/** Between rounds of trimming and renewing; a stream that vanished is noticed by then. */
const KEEP_MS = 500;
/** Before reading again after an error. */
const RETRY_MS = 100;

/** Reads one gateway's stream over a connection of its own. */
export class RedisChunkSource implements ChunkSource {
  readonly #closing = new AbortController();
  #loops: Promise<unknown> | null = null;
  #keeping: Promise<void> | null = null;
  #closed: Promise<void> | null = null;
  #readUpTo = '';
  #caughtUpAt = -Infinity;

  constructor(
    private readonly stream: GatewayStream,
    private readonly reader: RedisLink,
    private readonly problem: (error: Error) => void,
  ) {}

  async start(listener: ChunkListener): Promise<void> {
    if (this.#loops !== null) throw new Error('a chunk source starts once');
    this.#readUpTo = await this.stream.create();
    this.#loops = Promise.all([this.#readLoop(listener), this.#keepLoop(listener)]);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    this.reader.close();
    await this.#loops;
    await this.stream.remove().catch(this.problem);
  }

  async #readLoop(listener: ChunkListener): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        await this.#read(listener);
      } catch (error) {
        await this.#recover(listener, error);
      }
    }
  }

  async #read(listener: ChunkListener): Promise<void> {
    const from = this.#readUpTo;
    const askedAt = performance.now();
    const reply = await this.reader.run((client) =>
      client.xreadBuffer('COUNT', READ_COUNT, 'BLOCK', BLOCK_MS, 'STREAMS', this.stream.key, from),
    );
    // Made anew while we read: what came may lie before its beginning, and is read again.
    if (this.#readUpTo !== from) return;
    const entries = streamEntries(reply);
    this.#readUpTo = entries.at(-1)?.id ?? from;
    entries.forEach((entry) => this.#hear(listener, entry));
    this.#judge(listener, entries.length, askedAt);
  }

  #hear(listener: ChunkListener, { bytes }: StreamEntry): void {
    const decoded = decodeChunkEvent(bytes);
    guarded(() => {
      if (decoded.kind === 'event') listener.event(decoded.event);
      else listener.invalid(decoded.address);
    }, this.problem);
  }

  /** A busy stream is hardly ever empty: a read that was not full has caught up just as well. */
  #judge(listener: ChunkListener, count: number, askedAt: number): void {
    const now = performance.now();
    if (count === READ_COUNT || now - askedAt > BLOCK_MS + STOOD_STILL_MS) return;
    if (count > 0 && now - this.#caughtUpAt < BLOCK_MS) return;
    this.#caughtUpAt = now;
    guarded(() => listener.caughtUp(), this.problem);
  }

  /** After a lost connection the stream may be gone as well: look before anybody judges silence. */
  async #recover(listener: ChunkListener, error: unknown): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.problem(new Error('a chunk stream could not be read', { cause: error }));
    if (await pause(RETRY_MS, this.#closing.signal)) await this.#keep(listener);
  }

  async #keepLoop(listener: ChunkListener): Promise<void> {
    while (await pause(KEEP_MS, this.#closing.signal)) await this.#keep(listener);
  }

  /** Two loops may want it at once; a stream that is lost is made anew once. */
  #keep(listener: ChunkListener): Promise<void> {
    this.#keeping ??= this.#keepOnce(listener)
      .catch(this.problem)
      .finally(() => (this.#keeping = null));
    return this.#keeping;
  }

  async #keepOnce(listener: ChunkListener): Promise<void> {
    if (await this.stream.keep(this.#readUpTo)) return;
    this.#readUpTo = await this.stream.create();
    guarded(() => listener.lost(), this.problem);
  }
}
