import { readClientMessage } from '@chorale/protocol';
import type { ClientMessage, SessionConfigRules } from '@chorale/protocol';
import type {
  AbortBus,
  Clock,
  ContextEffect,
  ContextEvent,
  GatewayId,
  JobRef,
  SentenceAddress,
  SentenceOrder,
  UtteranceConfig,
} from '@chorale/speech';
import { CLOSE_CODE, ContextMachine, errorMessage } from '@chorale/speech';
import type { ContextOptions } from '@chorale/speech';

import type { ChunkRouter } from './chunk-router.js';
import type { ClientSocket } from './client-socket.js';
import type { JobDesk } from './job-desk.js';
import type { Quarantine } from './quarantine.js';
import { frameOf } from './wire-frames.js';

/** What a session stands on. */
export interface SessionParts {
  readonly socket: ClientSocket;
  readonly desk: JobDesk;
  readonly router: ChunkRouter;
  readonly quarantine: Quarantine;
  readonly gateway: GatewayId;
  readonly aborts: AbortBus;
  readonly clock: Clock;
  /** So much audio was sent, seconds. */
  readonly onSent: (seconds: number) => void;
  readonly onError: (error: unknown) => void;
}

/** What a session is allowed and how it speaks. */
export interface SessionRules {
  readonly wire: SessionConfigRules;
  readonly context: Omit<ContextOptions, 'allocateRoute'>;
  readonly servedModels: ReadonlySet<string>;
}

/**
 * One client's session: leads frames and chunk events into its context's machine and carries out
 * what the machine decides. It makes no decision of its own.
 */
export class Session {
  readonly #machine: ContextMachine;
  readonly #pending: ContextEvent[] = [];
  #working = false;
  #broken = false;
  #cancelWake: () => void = () => undefined;

  constructor(
    private readonly parts: SessionParts,
    private readonly rules: SessionRules,
  ) {
    const allocateRoute = parts.router.allocateRoute;
    this.#machine = new ContextMachine({ ...rules.context, allocateRoute }, parts.clock.now());
    this.handle({ kind: 'woke' });
  }

  /** Takes a frame of the client. */
  frame(data: string | null): void {
    this.handle(data === null ? BINARY_FRAME : this.#eventOf(this.#read(data)));
  }

  /** Takes one event; events that come up meanwhile wait their turn. */
  handle(event: ContextEvent): void {
    if (this.#broken && event.kind !== 'socketClosed') return;
    this.#pending.push(event);
    if (this.#working) return;
    this.#working = true;
    try {
      this.#work();
    } catch (error) {
      this.#breakOff(error);
    } finally {
      this.#working = false;
    }
  }

  /** The socket is gone: its work stops at once. */
  closed(): void {
    this.handle({ kind: 'socketClosed' });
    this.#cancelWake();
    this.parts.socket.forget();
  }

  /** What was sent to the client and a listener cannot have heard yet, ms. */
  get audioAheadMs(): number {
    return this.#machine.audioAheadMs(this.parts.clock.now());
  }

  /** Says what is owed, begins nothing new, and ends. */
  drain(): void {
    this.handle({ kind: 'drainRequested' });
  }

  #work(): void {
    const sentBefore = this.#machine.sentSeconds;
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift())
      for (const effect of this.#machine.handle(next, this.parts.clock.now()))
        this.#carryOut(effect);
    this.parts.onSent(this.#machine.sentSeconds - sentBefore);
  }

  /** A fault of ours ends this session and no other; the end of its socket stops its work. */
  #breakOff(error: unknown): void {
    this.#broken = true;
    this.#pending.length = 0;
    this.parts.onError(error);
    this.parts.socket.send(JSON.stringify(errorMessage(OUR_FAULT)));
    this.parts.socket.close(CLOSE_CODE.internal, 'internal error');
  }

  #read(data: string): ClientMessage {
    const { config } = this.#machine;
    const stage = { configured: config !== null, extended: config?.extended ?? false };
    return readClientMessage(data, { ...this.rules.wire, ...stage });
  }

  #eventOf(message: ClientMessage): ContextEvent {
    switch (message.kind) {
      case 'config':
        return this.#configEvent(message.config);
      case 'text':
        return { kind: 'textPushed', text: message.text };
      case 'done':
        return { kind: 'textEnded' };
      case 'close':
        return { kind: 'closeRequested' };
      case 'cancel':
        return {
          kind: 'cancelled',
          utteranceIndex: message.utteranceIndex,
          playedMs: message.playedMs,
        };
      case 'error':
        return { kind: 'protocolError', message: message.message, fatal: message.fatal };
    }
  }

  #configEvent(config: UtteranceConfig): ContextEvent {
    const { model } = config;
    if (model === null || model === '' || this.rules.servedModels.has(model))
      return { kind: 'configured', config };
    const fatal = this.#machine.config === null;
    return { kind: 'protocolError', message: unknownModel(model), fatal };
  }

  #carryOut(effect: ContextEffect): void {
    switch (effect.kind) {
      case 'openRoute':
        return this.parts.router.open(effect.route, (event) => this.#hear(event));
      case 'releaseRoute':
        return this.parts.router.release(effect.route);
      case 'enqueue':
        return this.#order(effect.order);
      case 'promote':
        return this.parts.desk.promote(effect.job);
      case 'abortRoute':
        return this.#abortRoute(effect.route, effect.waiting);
      case 'abortAttempts':
        return this.#abortAttempts(effect);
      case 'checkJob':
        return this.#check(effect.job);
      case 'wakeAt':
        return this.#wakeAt(effect.at);
      case 'closeSocket':
        return this.parts.socket.close(effect.code, effect.reason);
      case 'sendMessage':
      case 'sendAudio':
      case 'sendStreamHeader':
      case 'sendFile':
      case 'sendTimedAudio':
      case 'sendTimings':
        return this.parts.socket.send(frameOf(effect));
    }
  }

  #hear(event: ContextEvent): void {
    if (ENDS_JOB.has(event.kind) && 'address' in event) this.#settle(event.address);
    this.handle(event);
  }

  #order(order: SentenceOrder): void {
    if (!order.isSuspect) return this.#enqueue(order);
    this.parts.quarantine.admit(order.address, () => this.#enqueue(order));
  }

  /** The sentence's jobs up to this attempt need no further care. */
  #settle(address: SentenceAddress): void {
    this.parts.desk.settle(address);
    this.parts.router.settle(address);
    this.parts.quarantine.release(address);
  }

  #enqueue(order: SentenceOrder): void {
    const { address } = order;
    this.parts.desk
      .enqueue(order)
      .then((outcome) => {
        if (outcome.kind !== 'queued') this.parts.quarantine.release(address);
        if (outcome.kind === 'not-now')
          this.handle({ kind: 'enqueueFailed', address, uncertain: outcome.uncertain });
        if (outcome.kind !== 'refused') return;
        const failure = { code: 'invalid_request', message: outcome.message, retryable: false };
        this.handle({ kind: 'sentenceFailed', address, failure });
      })
      .catch(this.parts.onError);
  }

  /** Late chunks fall first, then waiting jobs leave, then the running ones are told. */
  #abortRoute(route: number, waiting: readonly JobRef[]): void {
    this.parts.router.release(route);
    this.parts.desk.remove(waiting);
    this.parts.desk.settleRoute(route);
    this.parts.quarantine.releaseRoute(route);
    this.#publish({ route, seq: null, attemptBelow: null });
  }

  #abortAttempts(effect: Extract<ContextEffect, { kind: 'abortAttempts' }>): void {
    const { route, seq, attempt } = effect.address;
    if (effect.waiting !== null) this.parts.desk.remove([effect.waiting]);
    this.#settle({ route, seq, attempt: attempt - 1 });
    this.#publish({ route, seq, attemptBelow: attempt });
  }

  /** Published a turn later, so that removals are on their way first: none of the jobs starts in between. */
  #publish(order: {
    readonly route: number;
    readonly seq: number | null;
    readonly attemptBelow: number | null;
  }): void {
    const { aborts, gateway } = this.parts;
    setImmediate(() => {
      aborts.publish({ gateway, ...order }).catch(this.parts.onError);
    });
  }

  /** A job that is gone may have said all it had to say: the answer counts once that was heard. */
  #check(job: JobRef): void {
    if (this.parts.quarantine.isWaiting(job.address)) return; // not in the queue yet
    const key = `${job.address.route}/${job.address.seq}`;
    this.parts.desk
      .state(job)
      .then((state) =>
        this.parts.router.onceHeard(key, () => this.handle({ kind: 'jobChecked', ...job, state })),
      )
      .catch(this.parts.onError);
  }

  #wakeAt(at: number | null): void {
    this.#cancelWake();
    this.#cancelWake = () => undefined;
    if (at === null) return;
    const delay = Math.max(0, at - this.parts.clock.now());
    this.#cancelWake = this.parts.clock.after(delay, () => this.#wake());
  }

  #wake(): void {
    if (this.parts.socket.backlog > 0) this.handle({ kind: 'clientBusy' });
    this.handle({ kind: 'woke' });
  }
}

/** After these no job of the sentence is left, whichever attempt said so: a stale one is gone anyway. */
const ENDS_JOB: ReadonlySet<ContextEvent['kind']> = new Set<ContextEvent['kind']>([
  'sentenceEnded',
  'sentenceFailed',
  'yielded',
]);

const OUR_FAULT = 'Internal error: the session cannot go on';

/** Upstream reads every frame as text: it fails with the name of the key it misses. */
const BINARY_FRAME: ContextEvent = {
  kind: 'protocolError',
  message: "Internal error: 'text'",
  fatal: true,
};

const unknownModel = (model: string): string =>
  `error=ErrorInfo(message='The model \`${model.slice(0, 200)}\` does not exist.', type='NotFoundError', param='model', code=404)`;
