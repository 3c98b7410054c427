import { WebSocket } from 'ws';

import type { Patience } from '../eventually.js';
import { eventually } from '../eventually.js';

/** One thing that came from the server. */
export type Received =
  | {
      readonly kind: 'json';
      readonly message: Readonly<Record<string, unknown>>;
      /** As it stood on the wire. */
      readonly text: string;
    }
  | { readonly kind: 'audio'; readonly bytes: Uint8Array }
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string };

/** A client of the speech WebSocket that keeps all it gets, in order. */
export class SpeechClient {
  readonly received: Received[] = [];
  #taken = 0;
  #listener: (received: Received) => void = () => undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary: boolean) =>
      this.#take(isBinary ? { kind: 'audio', bytes: new Uint8Array(data) } : jsonOf(data)),
    );
    socket.on('close', (code, reason) =>
      this.#take({ kind: 'closed', code, reason: reason.toString('utf8') }),
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

  /** Calls back for everything that comes from now on. */
  onReceived(listener: (received: Received) => void): void {
    this.#listener = listener;
  }

  /** Sends each as JSON, in order. */
  send(...messages: readonly unknown[]): void {
    for (const message of messages) this.socket.send(JSON.stringify(message));
  }

  sendRaw(data: string | Uint8Array): void {
    this.socket.send(data, { binary: typeof data !== 'string' });
  }

  /** Resolves when the server has taken all that was sent so far, and what it answered at once is here. */
  async settled(): Promise<void> {
    const pong = new Promise((resolve) => this.socket.once('pong', resolve));
    this.socket.ping();
    await pong;
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

  /** All that comes until the connection ends (included). */
  async toEnd(patience?: Patience): Promise<readonly Received[]> {
    const all: Received[] = [];
    for (;;) {
      const received = await this.next(patience);
      all.push(received);
      if (received.kind === 'closed') return all;
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

  #take(received: Received): void {
    this.received.push(received);
    this.#listener(received);
  }
}

const jsonOf = (data: Buffer): Received => {
  const text = data.toString('utf8');
  const message = JSON.parse(text) as Readonly<Record<string, unknown>>; // the server sends objects only
  return { kind: 'json', message, text };
};

/** The bytes of all audio frames, joined. */
export const audioOf = (received: readonly Received[]): Uint8Array =>
  Buffer.concat(received.flatMap((item) => (item.kind === 'audio' ? [item.bytes] : [])));

/** The JSON messages, in order. */
export const messagesOf = (
  received: readonly Received[],
): readonly Readonly<Record<string, unknown>>[] =>
  received.flatMap((item) => (item.kind === 'json' ? [item.message] : []));

/** One line for each thing that came: JSON as on the wire, `[480 bytes]` of audio, `[closed 1000]`. */
export const linesOf = (received: readonly Received[]): readonly string[] => received.map(lineOf);

const lineOf = (received: Received): string => {
  switch (received.kind) {
    case 'json':
      return received.text;
    case 'audio':
      return `[${received.bytes.byteLength} bytes]`;
    case 'closed':
      return `[closed ${received.code}]`;
  }
};
