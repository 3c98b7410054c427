import type { ClientSocket } from './client-socket.js';
import type { Outlet, OutgoingEffect } from './outlet.js';
import { frameOf } from './wire-frames.js';

/** The outlet of a WebSocket session: every effect becomes one frame. */
export class WireOutlet implements Outlet {
  constructor(private readonly socket: ClientSocket) {}

  send(effect: OutgoingEffect): void {
    this.socket.send(frameOf(effect));
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }

  get backlog(): number {
    return this.socket.backlog;
  }

  forget(): void {
    this.socket.forget();
  }
}
