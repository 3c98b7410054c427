import type {
  AbortReason,
  Clock,
  ContextEffect,
  ContextEvent,
  ContextOptions,
  OwedAudio,
  SentenceAddress,
  UtteranceConfig,
} from '@chorale/speech';
import { CLOSE_CODE, ContextMachine, errorMessage } from '@chorale/speech';

import type { ContextObserver } from './context-observer.js';
import type { Outlet } from './outlet.js';
import type { SentenceWorkParts } from './sentence-work.js';
import { SentenceWork } from './sentence-work.js';

/** What a context runs on. */
export interface RunnerParts extends SentenceWorkParts {
  readonly outlet: Outlet;
  readonly clock: Clock;
  /** So much audio was sent, seconds. */
  readonly onSent: (seconds: number) => void;
  /** Audio came that goes out behind so many sentences. */
  readonly onAudio: (sentencesAhead: number) => void;
  readonly observers: readonly ContextObserver[];
}

/**
 * Runs the machine of one context: leads events into it and carries out what it decides. It makes no
 * decision of its own, and knows no protocol: sockets and requests are both spoken through it.
 */
export class ContextRunner {
  readonly #machine: ContextMachine;
  readonly #work: SentenceWork;
  readonly #pending: ContextEvent[] = [];
  #working = false;
  #broken = false;
  #cancelWake: () => void = () => undefined;

  constructor(
    private readonly parts: RunnerParts,
    options: Omit<ContextOptions, 'allocateRoute'>,
  ) {
    const allocateRoute = parts.router.allocateRoute;
    this.#machine = new ContextMachine({ ...options, allocateRoute }, parts.clock.now());
    this.#work = new SentenceWork(parts, (event) => this.handle(event));
    this.handle({ kind: 'woke' });
  }

  /** Takes one event; events that come up meanwhile wait their turn. */
  handle(event: ContextEvent): void {
    if (this.#broken && event.kind !== 'socketClosed') return;
    this.#pending.push(event);
    if (this.#working) return;
    this.#working = true;
    try {
      this.#handlePending();
    } catch (error) {
      this.#breakOff(error);
    } finally {
      this.#working = false;
    }
  }

  /** Nobody is there to hear any more, and why: its work stops at once. */
  closed(reason: AbortReason = 'client_gone'): void {
    this.handle({ kind: 'socketClosed', reason });
    this.#cancelWake();
    this.parts.outlet.forget();
    for (const observer of this.parts.observers) observer.onClosed?.(this.parts.clock.now());
  }

  /** The config in force; null before the first. */
  get config(): UtteranceConfig | null {
    return this.#machine.config;
  }

  /** What the workers still have to make for it. */
  get owed(): OwedAudio {
    return this.#machine.owed;
  }

  /** What was sent to the client and a listener cannot have heard yet, ms. */
  get audioAheadMs(): number {
    return this.#machine.audioAheadMs(this.parts.clock.now());
  }

  #handlePending(): void {
    const sentBefore = this.#machine.sentSeconds;
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift())
      this.#handleOne(next, this.parts.clock.now());
    this.parts.onSent(this.#machine.sentSeconds - sentBefore);
  }

  #handleOne(event: ContextEvent, now: number): void {
    const { observers } = this.parts;
    if (event.kind === 'chunkArrived') this.#noteTurn(event.address);
    for (const observer of observers) observer.onEvent?.(event, now);
    for (const effect of this.#machine.handle(event, now)) {
      for (const observer of observers) observer.onEffect?.(effect, now);
      this.#carryOut(effect);
    }
  }

  #noteTurn(address: SentenceAddress): void {
    const ahead = this.#machine.sentencesAhead(address);
    if (ahead !== null) this.parts.onAudio(ahead);
  }

  /** A fault of ours ends this context and no other; the end of its connection stops its work. */
  #breakOff(error: unknown): void {
    this.#broken = true;
    this.#pending.length = 0;
    this.parts.onError(error);
    this.parts.outlet.send({ kind: 'sendMessage', message: errorMessage(OUR_FAULT) });
    this.parts.outlet.close(CLOSE_CODE.internal, 'internal error');
  }

  #carryOut(effect: ContextEffect): void {
    switch (effect.kind) {
      case 'wakeAt':
        return this.#wakeAt(effect.at);
      case 'journal':
      case 'noteSeam':
      case 'noteWaste':
        return; // for those who look on
      case 'closeSocket':
        return this.parts.outlet.close(effect.code, effect.reason);
      case 'sendMessage':
      case 'sendAudio':
      case 'sendStreamHeader':
      case 'sendFile':
      case 'sendTimedAudio':
      case 'sendTimings':
        return this.parts.outlet.send(effect);
      case 'openRoute':
      case 'releaseRoute':
      case 'enqueue':
      case 'promote':
      case 'offerToAll':
      case 'moveDue':
      case 'abortRoute':
      case 'abortAttempts':
      case 'checkJob':
        return this.#work.carryOut(effect);
    }
  }

  #wakeAt(at: number | null): void {
    this.#cancelWake();
    this.#cancelWake = () => undefined;
    if (at === null) return;
    const delay = Math.max(0, at - this.parts.clock.now());
    this.#cancelWake = this.parts.clock.after(delay, () => this.#wake());
  }

  #wake(): void {
    if (this.parts.outlet.backlog > 0) this.handle({ kind: 'clientBusy' });
    this.handle({ kind: 'woke' });
  }
}

const OUR_FAULT = 'Internal error: the session cannot go on';
