import type { Clock } from '@chorale/speech';
import { CLOSE_CODE } from '@chorale/speech';

/** Bounds on what one socket may hold. */
export interface SocketLimits {
  /** Bytes waiting in the socket at which no more audio is handed to it. */
  readonly backlogBytes: number;
  /** What may still be sent to it then, bytes: held-back audio on its way, and answers that wait for nothing. */
  readonly excessBytes: number;
  /** A socket that took nothing for this long is closed, ms. */
  readonly stallMs: number;
}

/** The client took nothing for too long although something was waiting for it. */
const SLOW_CONSUMER_REASON = 'slow_consumer';

/** What the owner of a socket wants to know. */
export interface SocketEvents {
  blocked(): void;
  drained(): void;
  /** The client has taken the last of what waited. */
  emptied(): void;
  /** The client is given up; so many bytes waited for it. */
  stalled(backlog: number): void;
}

/** As much of a WebSocket as is written to. */
export interface OutgoingSocket {
  readonly readyState: number;
  readonly OPEN: number;
  /** Bytes that were written and have not left. */
  readonly bufferedAmount: number;
  send(
    data: string | Uint8Array,
    options: { readonly binary: boolean; readonly fin: boolean },
    left: () => void,
  ): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** A larger message goes as several frames. Clients with a limit refuse messages above 1 MiB anyway. */
const FRAME_BYTES = 1024 * 1024;

/**
 * What may be written and not have left. Node tells of progress only when all of it has left, so it
 * must be little enough for a telephone (8 kB/s) to take it well within the stall limit.
 */
const IN_HAND_BYTES = 64 * 1024;

interface Frame {
  readonly data: string | Uint8Array;
  readonly fin: boolean;
}

/** One client's socket as a bounded outlet: says when it is full and when it has room again. */
export class ClientSocket {
  #frames: Frame[] = [];
  #waitingBytes = 0;
  #blocked = false;
  /** Something could not leave at once. */
  #behind = false;
  /** Bytes sent although the socket was full. */
  #excess = 0;
  #cancelStall: (() => void) | null = null;
  #goodbye: (() => void) | null = null;

  constructor(
    private readonly socket: OutgoingSocket,
    private readonly limits: SocketLimits,
    private readonly events: SocketEvents,
    private readonly clock: Clock,
  ) {}

  send(data: string | Uint8Array): void {
    if (!this.#isOpen) return;
    for (const frame of framesOf(data)) {
      this.#frames.push(frame);
      this.#waitingBytes += frame.data.length;
    }
    this.#write();
    if (this.backlog > 0) this.#fallBehind();
    if (this.#blocked) return this.#exceed(data.length);
    if (this.backlog < this.limits.backlogBytes) return;
    this.#blocked = true;
    this.#excess = 0;
    this.events.blocked();
  }

  /** Sends what is waiting, however slowly it is taken, then says goodbye. */
  close(code: number, reason: string): void {
    // Not before: ws gives a peer 30 s to answer a close, which would wait behind the rest.
    this.#goodbye = () => this.socket.close(code, reason);
    if (this.backlog === 0) this.#goodbye();
  }

  /** The socket is gone: no timer stays. */
  forget(): void {
    this.#cancelStall?.();
    this.#cancelStall = null;
    this.#frames = [];
    this.#waitingBytes = 0;
  }

  /** Bytes that wait for the client. */
  get backlog(): number {
    return this.#waitingBytes + this.socket.bufferedAmount;
  }

  get #isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  #write(): void {
    while (this.socket.bufferedAmount < IN_HAND_BYTES) {
      const frame = this.#frames.shift();
      if (frame === undefined) return;
      this.#waitingBytes -= frame.data.length;
      const options = { binary: typeof frame.data !== 'string', fin: frame.fin };
      this.socket.send(frame.data, options, () => this.#progress());
    }
  }

  /** A frame has left (or the socket is gone; then its close event does the rest). */
  #progress(): void {
    this.#cancelStall?.();
    this.#cancelStall = null;
    if (!this.#isOpen) return;
    this.#write();
    if (this.backlog > 0) this.#fallBehind();
    if (this.#blocked && this.backlog <= this.limits.backlogBytes / 2) {
      this.#blocked = false;
      this.events.drained();
    }
    if (this.#behind && this.backlog === 0) this.#catchUp();
  }

  #fallBehind(): void {
    this.#behind = true;
    this.#cancelStall ??= this.#awaitStall();
  }

  /** A process that was stopped itself finds the time gone by: first it looks what was taken meanwhile. */
  #awaitStall(): () => void {
    let isCancelled = false;
    const look = (): void => {
      if (!isCancelled) this.#giveUp();
    };
    const cancel = this.clock.after(this.limits.stallMs, () => setImmediate(look));
    return () => {
      isCancelled = true;
      cancel();
    };
  }

  #catchUp(): void {
    this.#behind = false;
    if (this.#goodbye === null) this.events.emptied();
    else this.#goodbye();
  }

  /** A client that takes nothing but goes on asking for answers would fill the memory with them. */
  #exceed(bytes: number): void {
    this.#excess += bytes;
    if (this.#excess > this.limits.excessBytes) this.#giveUp();
  }

  #giveUp(): void {
    this.events.stalled(this.backlog);
    this.forget();
    this.socket.close(CLOSE_CODE.slowConsumer, SLOW_CONSUMER_REASON);
    this.socket.terminate(); // a close frame would wait behind what the client does not take
  }
}

function* framesOf(data: string | Uint8Array): Generator<Frame> {
  let rest = data;
  while (typeof rest !== 'string' && rest.byteLength > FRAME_BYTES) {
    yield { data: rest.subarray(0, FRAME_BYTES), fin: false };
    rest = rest.subarray(FRAME_BYTES);
  }
  yield { data: rest, fin: true };
}
