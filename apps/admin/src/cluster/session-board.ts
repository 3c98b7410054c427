import type { FeedBatch, FeedSnapshot, GatewayId, SessionSummary } from '@chorale/speech';

import type { SessionChanges, SessionRow } from '../live/live-messages.js';

/** A gateway publishes at least every second while somebody looks on; one that is silent for longer is gone, ms. */
const SILENT_MS = 6_000;

/** Batches that wait for a snapshot; at more, another snapshot is asked for. */
const MAX_HELD = 64;

interface GatewaySessions {
  /** Of the batch that was taken last; null while a snapshot is awaited. */
  sequence: number | null;
  held: FeedBatch[];
  heardAt: number;
  readonly rows: Map<string, SessionRow>;
}

/** The sessions of all gateways, put together from what they publish. */
export class SessionBoard {
  readonly #gateways = new Map<GatewayId, GatewaySessions>();
  readonly #changed = new Map<string, SessionRow>();
  readonly #ended = new Set<string>();

  /** Takes a batch. False: it cannot be understood without a snapshot, to be asked for and brought. */
  take(batch: FeedBatch, now: number): boolean {
    const known = this.#of(batch.gateway, now);
    known.heardAt = now;
    if (batch.whole) this.#replace(known, batch.gateway, batch);
    else if (isNext(known, batch)) this.#apply(known, batch);
    else return this.#hold(known, batch);
    return true;
  }

  /** Brings what was asked for; null = there is none, and the gateway's next whole batch must do. */
  mend(gateway: GatewayId, snapshot: FeedSnapshot | null): void {
    const known = this.#gateways.get(gateway);
    if (known?.sequence !== null) return;
    const held = known.held.splice(0);
    if (snapshot === null) return;
    this.#replace(known, gateway, snapshot);
    for (const batch of held) if (isNext(known, batch)) this.#apply(known, batch);
  }

  /** Forgets gateways that are silent. */
  sweep(now: number): void {
    for (const [gateway, { heardAt, rows }] of this.#gateways) {
      if (now - heardAt < SILENT_MS) continue;
      for (const session of rows.keys()) this.#end(session);
      this.#gateways.delete(gateway);
    }
  }

  get rows(): readonly SessionRow[] {
    return [...this.#gateways.values()].flatMap(({ rows }) => [...rows.values()]);
  }

  /** The gateway that holds the session. */
  gatewayOf(session: string): GatewayId | null {
    for (const [gateway, { rows }] of this.#gateways) if (rows.has(session)) return gateway;
    return null;
  }

  /** What changed since the last call; null if nothing did. */
  takeChanges(): SessionChanges | null {
    if (this.#changed.size === 0 && this.#ended.size === 0) return null;
    const changes = {
      whole: false,
      changed: [...this.#changed.values()],
      ended: [...this.#ended],
    };
    this.#changed.clear();
    this.#ended.clear();
    return changes;
  }

  #of(gateway: GatewayId, now: number): GatewaySessions {
    const known = this.#gateways.get(gateway);
    if (known !== undefined) return known;
    const fresh = { sequence: null, held: [], heardAt: now, rows: new Map<string, SessionRow>() };
    this.#gateways.set(gateway, fresh);
    return fresh;
  }

  #hold(known: GatewaySessions, batch: FeedBatch): boolean {
    const isAwaited = known.sequence === null && known.held.length > 0;
    known.sequence = null;
    if (known.held.length >= MAX_HELD) known.held = [];
    known.held.push(batch);
    return isAwaited && known.held.length > 1;
  }

  #apply(known: GatewaySessions, { sequence, sessions, ended, gateway }: FeedBatch): void {
    known.sequence = sequence;
    for (const session of ended) {
      known.rows.delete(session);
      this.#end(session);
    }
    for (const summary of sessions) this.#put(known, gateway, summary);
  }

  #replace(
    known: GatewaySessions,
    gateway: GatewayId,
    { sequence, sessions }: Pick<FeedBatch, 'sequence' | 'sessions'>,
  ): void {
    const living = new Set(sessions.map(({ session }) => session));
    for (const session of [...known.rows.keys()].filter((name) => !living.has(name))) {
      known.rows.delete(session);
      this.#end(session);
    }
    known.sequence = sequence;
    for (const summary of sessions) this.#put(known, gateway, summary);
  }

  #put(known: GatewaySessions, gateway: GatewayId, summary: SessionSummary): void {
    const row = { ...summary, gateway };
    known.rows.set(summary.session, row);
    this.#changed.set(summary.session, row);
    this.#ended.delete(summary.session);
  }

  #end(session: string): void {
    this.#changed.delete(session);
    this.#ended.add(session);
  }
}

const isNext = ({ sequence }: GatewaySessions, batch: FeedBatch): boolean =>
  sequence !== null && batch.sequence === sequence + 1;
