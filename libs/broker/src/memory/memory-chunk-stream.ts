import { decodeChunkEvent } from '@chorale/protocol';
import type { ChunkListener, Clock } from '@chorale/speech';

import { guarded } from '../guarded.js';

/** How often a stream with nothing left to hear says so. */
const CAUGHT_UP_MS = 200;

interface Entry {
  readonly bytes: Uint8Array;
  readonly heard: (outcome: 'sent' | 'gateway-gone') => void;
}

/**
 * One gateway's stream. An entry counts as sent when the listener has had it, so what is buffered
 * here is bounded by what the senders have outstanding.
 */
export class MemoryChunkStream {
  #entries: Entry[] = [];
  #cancelTick: () => void;
  #closed = false;

  constructor(
    private readonly listener: ChunkListener,
    private readonly clock: Clock,
    private readonly problem: (error: Error) => void,
  ) {
    this.#cancelTick = this.#tickLater();
  }

  send(bytes: Uint8Array): Promise<'sent' | 'gateway-gone'> {
    if (this.#closed) return Promise.resolve('gateway-gone');
    return new Promise((heard) => {
      this.#entries.push({ bytes, heard });
      if (this.#entries.length === 1) setImmediate(() => this.#deliver());
    });
  }

  close(): void {
    this.#closed = true;
    this.#cancelTick();
    this.#entries.splice(0).forEach((entry) => entry.heard('gateway-gone'));
  }

  #deliver(): void {
    for (const { bytes, heard } of this.#entries.splice(0)) {
      if (this.#closed) heard('gateway-gone');
      else this.#hear(bytes);
      heard('sent');
    }
  }

  #hear(bytes: Uint8Array): void {
    const decoded = decodeChunkEvent(bytes);
    guarded(() => {
      if (decoded.kind === 'event') this.listener.event(decoded.event);
      else this.listener.invalid(decoded.address);
    }, this.problem);
  }

  #tickLater(): () => void {
    return this.clock.after(CAUGHT_UP_MS, () => {
      this.#cancelTick = this.#tickLater();
      if (this.#entries.length === 0) guarded(() => this.listener.caughtUp(), this.problem);
    });
  }
}
