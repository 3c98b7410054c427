import type { ContextEffect } from '@chorale/speech';

/** Something that the client of a context is to get. */
export type OutgoingEffect = Extract<ContextEffect, { kind: `send${string}` }>;

/** Where a context speaks to: a WebSocket, or the answer to a request. */
export interface Outlet {
  /** Takes what is to go out, in order. What comes after the client is gone is dropped. */
  send(effect: OutgoingEffect): void;
  /** Ends the connection behind all that was sent before. */
  close(code: number, reason: string): void;
  /** Bytes that wait for the client. */
  readonly backlog: number;
  /** The client is gone: no timer and no buffer stays. */
  forget(): void;
}
