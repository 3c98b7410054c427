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
  /** Called when a worker begins to work for a route that is gone, or goes on: it missed the order to stop. */
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

/** Routes that are gone and still remembered: what comes for older ones is long past. */
const MAX_GONE = 4096;

/** A worker that still speaks so long after it was told to stop is told again, ms. */
const TELL_AGAIN_MS = 1_000;

interface GoneRoute {
  /** Null for one that was spoken to its end. */
  readonly why: GivenUp | null;
  /** When its workers were last told to stop, ms. */
  toldAt: number;
}

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
  readonly #gone = new Map<number, GoneRoute>();
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
    this.#gone.delete(route);
    this.#routes.set(route, listener);
  }

  release(route: number): void {
    this.#routes.delete(route);
    this.#watch.release(route);
  }

  /** Nobody wants any more what may still come for it. */
  abandon(route: number, why: GivenUp): void {
    this.release(route);
    this.#remember(route, { why, toldAt: this.clock.now() });
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
    const { route, kind } = event;
    const gone = this.#gone.get(route) ?? this.#remember(route, { why: null, toldAt: -Infinity });
    if (kind === 'started' || kind === 'audio') this.#tellToStop(route, gone, kind);
    if (kind !== 'audio' || gone.why === null) return;
    this.options.onLate(event.samples.byteLength / gone.why.bytesPerSecond, gone.why.reason);
  }

  /** What was on its way when the order went out needs no second one. */
  #tellToStop(route: number, gone: GoneRoute, kind: 'started' | 'audio'): void {
    const now = this.clock.now();
    if (kind === 'audio' && now - gone.toldAt < TELL_AGAIN_MS) return;
    gone.toldAt = now;
    // What was spoken to its end needs no further attempt.
    this.options.onOrphan(route, gone.why?.reason ?? 'superseded');
  }

  #remember(route: number, gone: GoneRoute): GoneRoute {
    this.#gone.set(route, gone);
    const [oldest] = this.#gone.keys();
    if (this.#gone.size > MAX_GONE && oldest !== undefined) this.#gone.delete(oldest);
    return gone;
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
    case 'planned':
      return { kind: 'planned', address, totalSamples: event.totalSamples };
    case 'joined':
      return { kind: 'joined', address, shift: event.shift };
    case 'yielded':
      return { kind: 'yielded', address, nextSample: event.nextSample };
    case 'ended':
      return { kind: 'sentenceEnded', address, totalSamples: event.totalSamples };
    case 'failed':
      return { kind: 'sentenceFailed', address, failure: event.failure };
  }
};
