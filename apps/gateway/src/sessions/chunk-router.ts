import type {
  AbortReason,
  ChunkEvent,
  ChunkListener,
  Clock,
  ContextEvent,
  SentenceAddress,
  WorkerId,
} from '@chorale/speech';

import { WorkerWatch } from './worker-watch.js';

/** Takes what workers say about the sentences of one route. */
export type RouteListener = (event: ContextEvent) => void;

/** What the router has to know, and who hears what it finds. */
export interface ChunkRouterOptions {
  /** Silence of the stream after which a worker with running sentences is lost, ms. */
  readonly silenceMs: number;
  /** Called once for every entry that could not be read. */
  readonly onInvalid: () => void;
  /** Called when a worker begins to work for a route that is gone: it missed the order to stop. */
  readonly onOrphan: (route: number, reason: AbortReason) => void;
  /** Called for audio, seconds, that came for a route that was given up. */
  readonly onLate: (seconds: number, reason: AbortReason) => void;
}

/** A reader that was itself stopped for this long has heard nothing and may accuse nobody, ms. */
const FROZEN_MS = 1_000;

/** Why a route was given up, and how much a second of what still comes for it is, bytes. */
export interface GivenUp {
  readonly reason: AbortReason;
  readonly bytesPerSecond: number;
}

/** Routes given up that are remembered: what comes for older ones is long past. */
const MAX_GIVEN_UP = 4096;

/** How far back a stream that has caught up was heard: what was sent until then has come, ms. */
const HEARD_UNTIL_MS = 400;

interface Waiting {
  readonly since: number;
  readonly then: () => void;
}

/**
 * Leads every event of the gateway's stream to the listener of its route, and tells it what becomes
 * of its workers. Events of routes that are gone fall on the floor.
 */
export class ChunkRouter implements ChunkListener {
  readonly #routes = new Map<number, RouteListener>();
  /** The latest come last. */
  readonly #givenUp = new Map<number, GivenUp>();
  readonly #watch: WorkerWatch;
  readonly #waiting = new Map<string, Waiting>();
  #lastReadAt: number;
  #nextRoute = 1;

  constructor(
    private readonly clock: Clock,
    private readonly options: ChunkRouterOptions,
  ) {
    const tell = (route: number, event: ContextEvent): void => this.#routes.get(route)?.(event);
    this.#watch = new WorkerWatch(clock, options.silenceMs, tell);
    this.#lastReadAt = clock.now();
  }

  /** A route that no living utterance has; u32, from 1. */
  readonly allocateRoute = (): number => {
    while (this.#routes.has(this.#nextRoute)) this.#advance();
    const route = this.#nextRoute;
    this.#advance();
    return route;
  };

  get openRoutes(): number {
    return this.#routes.size;
  }

  open(route: number, listener: RouteListener): void {
    this.#givenUp.delete(route);
    this.#routes.set(route, listener);
  }

  release(route: number): void {
    this.#routes.delete(route);
    this.#watch.release(route);
  }

  /** Nobody wants any more what may still come for it. */
  abandon(route: number, why: GivenUp): void {
    this.release(route);
    this.#givenUp.set(route, why);
    const [oldest] = this.#givenUp.keys();
    if (this.#givenUp.size > MAX_GIVEN_UP && oldest !== undefined) this.#givenUp.delete(oldest);
  }

  /** A sentence's attempts up to this one are over, or were told to stop: their silence means nothing. */
  settle(address: SentenceAddress): void {
    this.#watch.end(address);
  }

  /** The registry was read. */
  noteLiving(workers: ReadonlySet<WorkerId>): void {
    this.#watch.judgeLost(workers);
  }

  /**
   * Calls back when everything has been heard that was sent until now: what another connection says
   * of a job may be newer than what this one has read. A call with the same key replaces the last.
   */
  onceHeard(key: string, then: () => void): void {
    this.#waiting.set(key, { since: this.clock.now(), then });
  }

  event(event: ChunkEvent): void {
    this.#read();
    if (event.kind === 'alive') return this.#watch.hear(event.worker);
    const listener = this.#routes.get(event.route);
    if (listener === undefined) return this.#dropOrphan(event);
    if (event.kind === 'started') this.#watch.begin(event.worker, event);
    else this.#watch.hearOf(event);
    listener(contextEvent(event));
  }

  caughtUp(): void {
    this.#read();
    this.#watch.judgeSilence();
    this.#callBack(this.clock.now());
  }

  invalid(address: SentenceAddress | null): void {
    this.#read();
    this.options.onInvalid();
    if (address === null) return;
    const failure = {
      code: 'invalid_chunk',
      message: 'a chunk could not be read',
      retryable: true,
    };
    this.#routes.get(address.route)?.({ kind: 'sentenceFailed', address, failure });
  }

  lost(): void {
    this.#watch.reset();
    this.#waiting.clear();
    for (const listener of [...this.#routes.values()]) listener({ kind: 'streamLost' });
  }

  /** After a stop of our own, what workers said may still be unread: their clocks start anew. */
  #read(): void {
    const now = this.clock.now();
    if (now - this.#lastReadAt > FROZEN_MS) this.#watch.forgive();
    this.#lastReadAt = now;
  }

  #callBack(now: number): void {
    for (const [key, { since, then }] of [...this.#waiting]) {
      if (now - since < HEARD_UNTIL_MS) continue;
      this.#waiting.delete(key);
      then();
    }
  }

  #dropOrphan(event: SentenceEvent): void {
    const why = this.#givenUp.get(event.route);
    // What was spoken to its end needs no further attempt.
    if (event.kind === 'started') this.options.onOrphan(event.route, why?.reason ?? 'superseded');
    if (event.kind !== 'audio' || why === undefined) return;
    this.options.onLate(event.samples.byteLength / why.bytesPerSecond, why.reason);
  }

  #advance(): void {
    this.#nextRoute = this.#nextRoute >= 0xffffffff ? 1 : this.#nextRoute + 1;
  }
}

type SentenceEvent = Exclude<ChunkEvent, { kind: 'alive' }>;

const contextEvent = (event: SentenceEvent): ContextEvent => {
  const address = { route: event.route, seq: event.seq, attempt: event.attempt };
  switch (event.kind) {
    case 'started':
      return {
        kind: 'started',
        address,
        worker: event.worker,
        fingerprint: event.fingerprint,
      };
    case 'audio':
      return {
        kind: 'chunkArrived',
        address,
        sampleOffset: event.sampleOffset,
        samples: event.samples,
      };
    case 'timing':
      return { kind: 'timingArrived', address, words: event.words };
    case 'yielded':
      return { kind: 'yielded', address, nextSample: event.nextSample };
    case 'ended':
      return { kind: 'sentenceEnded', address, totalSamples: event.totalSamples };
    case 'failed':
      return { kind: 'sentenceFailed', address, failure: event.failure };
  }
};
