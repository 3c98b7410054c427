import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

import { CLOSE_CODE, errorMessage } from '@chorale/speech';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';

import type { Entry } from '../access/doorkeeper.js';
import { refuseUpgrade } from '../access/refuse-upgrade.js';
import { notFound } from '../http/errors/api-error.js';

/** Where speech is streamed. */
const SPEECH_STREAM_PATH = '/v1/audio/speech/stream';

/** Largest frame of a client, bytes: a longer one closes the socket with 1009. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** A peer whose machine is gone is noticed by TCP, which asks after such a silence, ms. */
const KEEP_ALIVE_MS = 20_000;

/** How long peers get to answer our goodbye, ms. */
const GOODBYE_MS = 1_000;

/** Why a new session is turned away, as message and close code. */
export interface Refusal {
  readonly reason: 'overloaded' | 'draining' | 'starting';
  readonly message: string;
  readonly code: number;
  /** When there may be room, ms; absent where that cannot be told. */
  readonly retryAfterMs?: number;
}

/** Whoever listens at the other end of a socket. */
export interface SpeechPeer {
  /** What was sent to it and a listener cannot have heard yet, ms. */
  readonly audioAheadMs: number;
}

/** What the server asks its owner. */
export interface SpeechSocketOwner {
  /** Null if one more session may begin. */
  refusal(request: IncomingMessage): Refusal | null;
  accept(socket: WebSocket, request: IncomingMessage): SpeechPeer;
  /** A peer owes the answer to a ping for too long; its connection is cut, and ends with 1006. */
  fellSilent(): void;
}

/** Who may connect, and how it is noticed that they are gone. */
export interface SpeechSocketOptions {
  /** Decides whether a session may begin; never rejects. */
  readonly admit: (request: IncomingMessage) => Promise<Entry>;
  /** Proxies cut connections on which nothing moves for a minute, ms. */
  readonly pingIntervalMs: number;
  /** How long a peer may take to answer a ping, besides the time that it takes to hear what was sent before it, ms. */
  readonly answerMs: number;
}

/** Speaks the WebSocket handshake for the speech path, on an HTTP server that serves other things too. */
export class SpeechSocketServer {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false, // six times the CPU for 0.7 of the bytes on speech
  });
  readonly #peers = new WeakMap<WebSocket, SpeechPeer>();
  /** When the answer to an open ping is due. */
  readonly #answersDue = new WeakMap<WebSocket, number>();
  #pings: NodeJS.Timeout | null = null;

  constructor(
    private readonly owner: SpeechSocketOwner,
    private readonly options: SpeechSocketOptions,
  ) {}

  attach(http: Server): void {
    http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#pings = setInterval(() => this.#pingAll(), this.options.pingIntervalMs);
  }

  /** Ends what is still open, without waiting for its peers. */
  close(): void {
    if (this.#pings !== null) clearInterval(this.#pings);
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  /** Says goodbye to all and gives them a moment to answer: a reset could overtake the goodbye. */
  async closeAll(code: number, reason: string): Promise<void> {
    const answers = [...this.#server.clients].map((socket) => goodbye(socket, code, reason));
    const patience = new AbortController();
    const { signal } = patience;
    await Promise.race([Promise.all(answers), pause(GOODBYE_MS, undefined, { signal })]);
    patience.abort();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    request.socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.on('error', () => socket.destroy()); // a peer that resets during the handshake
    if (pathOf(request) !== SPEECH_STREAM_PATH) return refuseUpgrade(socket, NOT_FOUND);
    void this.#admit(request, socket, head); // #admit never rejects
  }

  async #admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const entry = await this.options.admit(request);
    if (entry.kind === 'refused') {
      refuseUpgrade(socket, entry.error);
      return;
    }
    socket.once('close', entry.leave);
    if (socket.destroyed) entry.leave(); // it closed while its key was looked up, and says so no more
    this.#server.handleUpgrade(request, socket, head, (client) => this.#open(client, request));
  }

  #open(socket: WebSocket, request: IncomingMessage): void {
    socket.on('error', () => undefined); // a broken frame or connection: ws closes it, and says so
    socket.on('pong', () => this.#answersDue.delete(socket));
    const refusal = this.owner.refusal(request);
    if (refusal === null) this.#peers.set(socket, this.owner.accept(socket, request));
    else turnAway(socket, refusal);
  }

  #pingAll(): void {
    for (const socket of this.#server.clients)
      if (socket.readyState === socket.OPEN) this.#ping(socket);
  }

  /** A ping waits behind minutes of audio that a client plays first: only what is later than that is late. */
  #ping(socket: WebSocket): void {
    const now = performance.now();
    const due = this.#answersDue.get(socket);
    if (due !== undefined && due < now) setImmediate(() => this.#giveUp(socket, due));
    if (due !== undefined) return;
    const aheadMs = this.#peers.get(socket)?.audioAheadMs ?? 0;
    this.#answersDue.set(socket, now + aheadMs + this.options.answerMs);
    socket.ping();
  }

  /** The answer may have come while this process was stopped: it has read by now what was there to be read. */
  #giveUp(socket: WebSocket, due: number): void {
    if (this.#answersDue.get(socket) !== due) return;
    this.owner.fellSilent();
    socket.terminate();
  }
}

const turnAway = (socket: WebSocket, { message, code, reason, retryAfterMs }: Refusal): void => {
  const hint = retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs };
  socket.send(JSON.stringify({ ...errorMessage(message), ...hint }));
  socket.close(code, reason);
};

const goodbye = (socket: WebSocket, code: number, reason: string): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve());
    socket.close(code, reason);
  });

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?')[0] ?? '';

const NOT_FOUND = notFound('Not Found');

/** The gateway holds as many sessions as it may. */
export const OVERLOADED: Refusal = {
  reason: 'overloaded',
  message: 'overloaded: this gateway holds as many sessions as it may',
  code: CLOSE_CODE.overload,
};

/** The gateway has not reached its broker yet. */
export const STARTING: Refusal = {
  reason: 'starting',
  message: 'this gateway is starting: try again in a moment',
  code: CLOSE_CODE.overload,
};

/** The gateway is about to stop. */
export const DRAINING: Refusal = {
  reason: 'draining',
  message: 'this gateway is draining: connect to another',
  code: CLOSE_CODE.goingAway,
};
