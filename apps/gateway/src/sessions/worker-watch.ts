import type { Clock, ContextEvent, SentenceAddress, WorkerId } from '@chorale/speech';

/** Tells a route what became of a worker. */
export type RouteTeller = (route: number, event: ContextEvent) => void;

/** A record outlives its worker by 5 s at most: whoever is listed for longer lives, ms. */
const RECORD_LIFE_MS = 5_000;

/** A worker that was silent although it lives gets twice the time, up to this many times its first. */
const MAX_PATIENCE = 8;

interface Watched {
  heardAt: number;
  /** Silence for which it is lost, ms. */
  silenceMs: number;
  /** Since when it is lost, and which routes want to know what became of it; null while it is not. */
  lost: { readonly at: number; readonly routes: Set<number> } | null;
}

interface Attempt {
  readonly worker: WorkerId;
  readonly attempt: number;
}

/**
 * Notices workers that fall silent in the middle of their work. Silence alone does not show whether
 * a worker died: that is told later, when its record has left the registry, or it was heard again.
 */
export class WorkerWatch {
  readonly #workers = new Map<WorkerId, Watched>();
  /** Who works on what: by route, then by sentence. */
  readonly #attempts = new Map<number, Map<number, Attempt>>();

  constructor(
    private readonly clock: Clock,
    private readonly silenceMs: number,
    private readonly tell: RouteTeller,
  ) {}

  /** A worker said that it works on an attempt. */
  begin(worker: WorkerId, { route, seq, attempt }: SentenceAddress): void {
    this.hear(worker);
    const ofRoute = this.#attempts.get(route) ?? new Map<number, Attempt>();
    if ((ofRoute.get(seq)?.attempt ?? 0) < attempt) ofRoute.set(seq, { worker, attempt });
    this.#attempts.set(route, ofRoute);
  }

  /** A worker said that it lives. */
  hear(worker: WorkerId): void {
    const watched = this.#of(worker);
    watched.heardAt = this.clock.now();
    if (watched.lost !== null) this.#acquit(worker, watched);
  }

  /** Something was said about an attempt, and so by its worker. */
  hearOf({ route, seq, attempt }: SentenceAddress): void {
    const known = this.#attempts.get(route)?.get(seq);
    if (known?.attempt === attempt) this.hear(known.worker);
  }

  /** Nobody works on a sentence's attempts up to this one, or shall not any more. */
  end({ route, seq, attempt }: SentenceAddress): void {
    const ofRoute = this.#attempts.get(route);
    if ((ofRoute?.get(seq)?.attempt ?? Infinity) <= attempt) ofRoute?.delete(seq);
  }

  /** Nobody asks about a route any more. */
  release(route: number): void {
    this.#attempts.delete(route);
    for (const { lost } of this.#workers.values()) lost?.routes.delete(route);
  }

  /** All that was said has been heard: whoever is silent over its work is lost. */
  judgeSilence(): void {
    const now = this.clock.now();
    const isSilent = ({ heardAt, silenceMs, lost }: Watched): boolean =>
      lost === null && now - heardAt > silenceMs;
    for (const [worker, watched] of this.#workers)
      if (isSilent(watched)) this.#lose(worker, watched);
  }

  /** The registry was read: those who are not in it died, and those who stay in it live. */
  judgeLost(living: ReadonlySet<WorkerId>): void {
    const now = this.clock.now();
    for (const [worker, watched] of this.#workers) {
      if (!living.has(worker)) this.#bury(worker, watched);
      else if (watched.lost !== null && now - watched.lost.at > RECORD_LIFE_MS)
        this.#acquit(worker, watched);
    }
  }

  /** What was said meanwhile may still be unread: all clocks start anew. */
  forgive(): void {
    for (const watched of this.#workers.values()) watched.heardAt = this.clock.now();
  }

  /** What was said is lost, so that nobody can be judged by it. */
  reset(): void {
    this.#attempts.clear();
    for (const [worker, watched] of this.#workers) this.#pronounce(worker, watched, false);
  }

  #of(worker: WorkerId): Watched {
    const known = this.#workers.get(worker);
    if (known !== undefined) return known;
    const watched = { heardAt: this.clock.now(), silenceMs: this.silenceMs, lost: null };
    this.#workers.set(worker, watched);
    return watched;
  }

  #lose(worker: WorkerId, watched: Watched): void {
    const routes = this.#takeWorkOf(worker);
    if (routes.size === 0) return;
    watched.lost = { at: this.clock.now(), routes };
    for (const route of [...routes]) this.tell(route, { kind: 'workerLost', worker });
  }

  #takeWorkOf(worker: WorkerId): Set<number> {
    const routes = new Set<number>();
    for (const [route, ofRoute] of this.#attempts)
      for (const [seq, attempt] of ofRoute)
        if (attempt.worker === worker) {
          ofRoute.delete(seq);
          routes.add(route);
        }
    return routes;
  }

  #acquit(worker: WorkerId, watched: Watched): void {
    watched.silenceMs = Math.min(watched.silenceMs * 2, this.silenceMs * MAX_PATIENCE);
    this.#pronounce(worker, watched, false);
  }

  /** One that still works is judged by its silence first: the registry may have lost it for a moment. */
  #bury(worker: WorkerId, watched: Watched): void {
    this.#pronounce(worker, watched, true);
    if (!this.#hasWork(worker)) this.#workers.delete(worker);
  }

  #hasWork(worker: WorkerId): boolean {
    return [...this.#attempts.values()].some((ofRoute) =>
      [...ofRoute.values()].some((attempt) => attempt.worker === worker),
    );
  }

  #pronounce(worker: WorkerId, watched: Watched, died: boolean): void {
    const routes = [...(watched.lost?.routes ?? [])];
    watched.lost = null;
    for (const route of routes) this.tell(route, { kind: 'workerJudged', worker, died });
  }
}
