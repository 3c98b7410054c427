import type { Clock } from '@chorale/speech';
import { CLOSE_CODE } from '@chorale/speech';
import type { WebSocket } from 'ws';

/** Bounds on what one socket may hold. */
export interface SocketLimits {
  /** Bytes waiting in the socket at which no more audio is handed to it. */
  readonly backlogBytes: number;
  /** A socket that took nothing for this long is closed, ms. */
  readonly stallMs: number;
}

/** The client took nothing for too long although something was waiting for it. */
const SLOW_CONSUMER_REASON = 'slow_consumer';

/** What the owner of a socket wants to know. */
export interface SocketEvents {
  blocked(): void;
  drained(): void;
}

/** One client's socket as a bounded outlet: says when it is full and when it has room again. */
export class ClientSocket {
  #blocked = false;
  #cancelStall: (() => void) | null = null;

  constructor(
    private readonly socket: WebSocket,
    private readonly limits: SocketLimits,
    private readonly events: SocketEvents,
    private readonly clock: Clock,
  ) {}

  send(data: string | Uint8Array): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.socket.send(data, { binary: typeof data !== 'string' }, () => this.#progress());
    if (this.socket.bufferedAmount > 0) this.#watchStall();
    if (this.#blocked || this.socket.bufferedAmount < this.limits.backlogBytes) return;
    this.#blocked = true;
    this.events.blocked();
  }

  /** Sends what is waiting, then says goodbye. */
  close(code: number, reason: string): void {
    this.#cancelStall?.();
    this.socket.close(code, reason);
  }

  /** The socket is gone: no timer stays. */
  forget(): void {
    this.#cancelStall?.();
    this.#cancelStall = null;
  }

  /** Bytes that wait for the client. */
  get backlog(): number {
    return this.socket.bufferedAmount;
  }

  /** A frame has left (or the socket is gone; then its close event does the rest). */
  #progress(): void {
    this.#cancelStall?.();
    this.#cancelStall = null;
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > 0) this.#watchStall();
    if (!this.#blocked || this.socket.bufferedAmount > this.limits.backlogBytes / 2) return;
    this.#blocked = false;
    this.events.drained();
  }

  #watchStall(): void {
    this.#cancelStall ??= this.clock.after(this.limits.stallMs, () => {
      this.socket.close(CLOSE_CODE.slowConsumer, SLOW_CONSUMER_REASON);
      this.socket.terminate(); // a close frame would wait behind what the client does not take
    });
  }
}
