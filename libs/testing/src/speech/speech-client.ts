import { WebSocket } from 'ws';

import type { Patience } from '../eventually.js';
import { eventually } from '../eventually.js';

/** One thing that came from the server. */
export type Received =
  | { readonly kind: 'json'; readonly message: Readonly<Record<string, unknown>> }
  | { readonly kind: 'audio'; readonly bytes: Uint8Array }
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string };

/** A client of the speech WebSocket that keeps all it gets, in order. */
export class SpeechClient {
  readonly received: Received[] = [];
  #taken = 0;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.received.push(
        isBinary
          ? { kind: 'audio', bytes: new Uint8Array(data) }
          : {
              kind: 'json',
              message: JSON.parse(data.toString('utf8')) as Readonly<Record<string, unknown>>,
            }, // the server sends objects only
      );
    });
    socket.on('close', (code, reason) =>
      this.received.push({ kind: 'closed', code, reason: reason.toString('utf8') }),
    );
    socket.on('error', () => undefined); // a close follows
  }

  /** Connects; rejects when the handshake is refused. */
  static async connect(
    url: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<SpeechClient> {
    const socket = new WebSocket(url, { headers });
    const client = new SpeechClient(socket);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  send(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }

  sendRaw(data: string | Uint8Array): void {
    this.socket.send(data, { binary: typeof data !== 'string' });
  }

  /** The next thing that came, in order. */
  async next(patience?: Patience): Promise<Received> {
    const received = await eventually(() => this.received[this.#taken], patience);
    if (received === undefined) throw new Error('unreachable: eventually gives something truthy');
    this.#taken += 1;
    return received;
  }

  /** The next JSON message; fails on audio or a close. */
  async message(patience?: Patience): Promise<Readonly<Record<string, unknown>>> {
    const received = await this.next(patience);
    if (received.kind !== 'json') throw new Error(`expected a message, got ${received.kind}`);
    return received.message;
  }

  /** All that comes until a message of `type` (included). */
  async until(type: string, patience?: Patience): Promise<readonly Received[]> {
    const all: Received[] = [];
    for (;;) {
      const received = await this.next(patience);
      all.push(received);
      if (received.kind === 'json' && received.message['type'] === type) return all;
      if (received.kind === 'closed') throw new Error(`closed (${received.code}) before ${type}`);
    }
  }

  /** Waits for the end of the connection. */
  async closed(patience?: Patience): Promise<{ readonly code: number; readonly reason: string }> {
    for (;;) {
      const received = await this.next(patience);
      if (received.kind === 'closed') return received;
    }
  }

  close(): void {
    this.socket.close();
  }

  /** Drops the connection without a word. */
  drop(): void {
    this.socket.terminate();
  }
}

/** The bytes of all audio frames, joined. */
export const audioOf = (received: readonly Received[]): Uint8Array =>
  Buffer.concat(received.flatMap((item) => (item.kind === 'audio' ? [item.bytes] : [])));

/** The JSON messages, in order. */
export const messagesOf = (
  received: readonly Received[],
): readonly Readonly<Record<string, unknown>>[] =>
  received.flatMap((item) => (item.kind === 'json' ? [item.message] : []));
