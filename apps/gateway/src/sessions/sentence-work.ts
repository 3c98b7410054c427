import type {
  AbortBus,
  AbortOrder,
  ContextEffect,
  ContextEvent,
  DueBus,
  GatewayId,
  JobRef,
  SentenceAddress,
  SentenceOrder,
} from '@chorale/speech';
import { sentenceKey } from '@chorale/speech';

import type { ChunkRouter } from './chunk-router.js';
import type { JobDesk } from './job-desk.js';
import type { OutgoingEffect } from './outlet.js';
import type { Quarantine } from './quarantine.js';

/** What the sentences of one context are made with. */
export interface SentenceWorkParts {
  readonly desk: JobDesk;
  readonly router: ChunkRouter;
  readonly quarantine: Quarantine;
  readonly gateway: GatewayId;
  readonly aborts: AbortBus;
  readonly dues: DueBus;
  readonly onError: (error: unknown) => void;
}

/** What a context wants done about its sentences. */
export type WorkEffect = Exclude<
  ContextEffect,
  OutgoingEffect | { kind: 'closeSocket' | 'wakeAt' | 'journal' | 'noteSeam' | 'noteWaste' }
>;

type EffectOf<K extends ContextEffect['kind']> = Extract<ContextEffect, { kind: K }>;

/** Carries out what one context decides about its routes and jobs, and tells it what comes of it. */
export class SentenceWork {
  constructor(
    private readonly parts: SentenceWorkParts,
    private readonly tell: (event: ContextEvent) => void,
  ) {}

  carryOut(effect: WorkEffect): void {
    switch (effect.kind) {
      case 'openRoute':
        return this.parts.router.open(effect.route, (event) => this.#hear(event));
      case 'releaseRoute':
        return this.parts.router.release(effect.route);
      case 'enqueue':
        return this.#order(effect.order);
      case 'promote':
        return this.parts.desk.promote(effect.job);
      case 'offerToAll':
        return this.parts.desk.offerToAll(effect.job, effect.band);
      case 'moveDue':
        return this.#moveDue(effect);
      case 'abortRoute':
        return this.#abortRoute(effect);
      case 'abortAttempts':
        return this.#abortAttempts(effect);
      case 'checkJob':
        return this.#check(effect.job);
    }
  }

  #hear(event: ContextEvent): void {
    if (ENDS_JOB.has(event.kind) && 'address' in event) this.#settle(event.address);
    this.tell(event);
  }

  #order(asked: SentenceOrder): void {
    const voicing = asked.voicing ?? this.parts.desk.voicingOf(asked);
    const order = { ...asked, voicing };
    if (voicing !== null) this.tell({ kind: 'voiced', address: order.address, voicing });
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
          this.tell({ kind: 'enqueueFailed', address, uncertain: outcome.uncertain });
        if (outcome.kind !== 'refused') return;
        const failure = { code: 'invalid_request', message: outcome.message, retryable: false };
        this.tell({ kind: 'sentenceFailed', address, failure });
      })
      .catch(this.parts.onError);
  }

  #moveDue({ job, due }: EffectOf<'moveDue'>): void {
    const { dues, gateway, onError } = this.parts;
    const { address, fromSample } = job;
    dues.publish({ gateway, ...address, fromSample, due }).catch(onError);
  }

  /** Late chunks fall first, then waiting jobs leave, then the running ones are told. */
  #abortRoute({ route, waiting, ...why }: EffectOf<'abortRoute'>): void {
    this.parts.router.abandon(route, why);
    this.parts.desk.remove(waiting);
    this.parts.desk.settleRoute(route);
    this.parts.quarantine.releaseRoute(route);
    this.#publish({ route, seq: null, attemptBelow: null, reason: why.reason });
  }

  #abortAttempts(effect: EffectOf<'abortAttempts'>): void {
    const { route, seq, attempt } = effect.address;
    if (effect.waiting !== null) this.parts.desk.remove([effect.waiting]);
    this.#settle({ route, seq, attempt: attempt - 1 });
    this.#publish({ route, seq, attemptBelow: attempt, reason: effect.reason });
  }

  /** Published a turn later, so that removals are on their way first: none of the jobs starts in between. */
  #publish(order: Omit<AbortOrder, 'gateway'>): void {
    const { aborts, gateway } = this.parts;
    setImmediate(() => {
      aborts.publish({ gateway, ...order }).catch(this.parts.onError);
    });
  }

  /** A job that is gone may have said all it had to say: the answer counts once that was heard. */
  #check(job: JobRef): void {
    if (this.parts.quarantine.isWaiting(job.address)) return; // not in the queue yet
    const key = sentenceKey(job.address);
    this.parts.desk
      .state(job)
      .then((state) =>
        this.parts.router.onceHeard(key, () => this.tell({ kind: 'jobChecked', ...job, state })),
      )
      .catch(this.parts.onError);
  }
}

/** After these no job of the sentence is left, whichever attempt said so: a stale one is gone anyway. */
const ENDS_JOB: ReadonlySet<ContextEvent['kind']> = new Set<ContextEvent['kind']>([
  'sentenceEnded',
  'sentenceFailed',
  'yielded',
]);
