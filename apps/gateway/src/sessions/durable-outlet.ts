import type { ServerMessage } from '@chorale/speech';

import type { Outlet, OutgoingEffect } from './outlet.js';
import type { SocketPressure } from './socket-pressure.js';

/** How far a journal has come: what it was given, and what of it is safe. */
export interface Durability {
  readonly recorded: number;
  readonly durable: number;
}

type Step =
  | { readonly kind: 'effect'; readonly effect: OutgoingEffect }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

interface Held {
  readonly step: Step;
  /** What must be safe before it is sent. */
  readonly needs: number;
  readonly bytes: number;
}

/** What is said last to a client whose session goes on elsewhere, or not at all. */
export interface Farewell {
  readonly message: ServerMessage;
  readonly code: number;
  readonly reason: string;
}

/**
 * An outlet that lets nothing out before the journal holds what it depends on: whatever a client has
 * got, a gateway that takes the session up knows of. Without a journal everything passes.
 */
export class DurableOutlet implements Outlet {
  #journal: Durability | null = null;
  #held: Held[] = [];
  #heldBytes = 0;

  constructor(
    private readonly inner: Outlet,
    private readonly pressure: SocketPressure,
    /** What may be held before no more audio is taken, bytes. */
    private readonly holdBytes: number,
  ) {}

  /** From now on what is sent waits for this journal. */
  waitFor(journal: Durability): void {
    this.#journal = journal;
  }

  send(effect: OutgoingEffect): void {
    this.#take({ kind: 'effect', effect });
  }

  close(code: number, reason: string): void {
    this.#take({ kind: 'close', code, reason });
  }

  get backlog(): number {
    return this.#heldBytes + this.inner.backlog;
  }

  forget(): void {
    this.#dropHeld();
    this.inner.forget();
  }

  /** Sends a message that depends on nothing, ahead of what is held. */
  say(message: ServerMessage): void {
    this.inner.send({ kind: 'sendMessage', message });
  }

  /** The journal has come further. */
  release(): void {
    const durable = this.#journal?.durable ?? Infinity;
    for (
      let next = this.#held[0];
      next !== undefined && next.needs <= durable;
      next = this.#held[0]
    ) {
      this.#held.shift();
      this.#heldBytes -= next.bytes;
      this.#pass(next.step);
    }
    if (this.#heldBytes <= this.holdBytes / 2) this.pressure.release('journal');
  }

  /** Ends the connection at once, with a last word: what is held will not be sent. */
  cutOff({ message, code, reason }: Farewell): void {
    this.#dropHeld();
    this.say(message);
    this.inner.close(code, reason);
  }

  #take(step: Step): void {
    const needs = this.#journal?.recorded ?? 0;
    const durable = this.#journal?.durable ?? 0;
    if (this.#held.length === 0 && needs <= durable) return this.#pass(step);
    const bytes = bytesOf(step);
    this.#held.push({ step, needs, bytes });
    this.#heldBytes += bytes;
    if (this.#heldBytes > this.holdBytes) this.pressure.raise('journal');
  }

  #pass(step: Step): void {
    if (step.kind === 'effect') this.inner.send(step.effect);
    else this.inner.close(step.code, step.reason);
  }

  #dropHeld(): void {
    this.#held = [];
    this.#heldBytes = 0;
  }
}

const bytesOf = (step: Step): number => {
  if (step.kind === 'close') return 0;
  const { effect } = step;
  if (effect.kind === 'sendAudio') return effect.samples.byteLength;
  return effect.kind === 'sendFile'
    ? effect.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
    : 0;
};
