import type { GatewayId } from './identifiers.js';

/** What is written down of a session: texts by short names without `@`, whose meaning is the writer's affair. */
export type JournalFields = Readonly<Record<string, string>>;

/** Names a session and the tenure of the gateway that serves it; every adoption begins a new one. */
export interface Tenure {
  readonly session: string;
  /** From 1. */
  readonly epoch: number;
}

/** A session's journal as it begins, or begins anew after the broker lost it. */
export interface NewJournal extends Tenure {
  readonly owner: GatewayId;
  /** Hash of the token that a client resumes with. */
  readonly tokenHash: string;
  readonly fields: JournalFields;
  readonly ttlMs: number;
}

/** What changes in a journal, all at once or not at all. */
export interface JournalWrite extends Tenure {
  readonly set: JournalFields;
  readonly remove: readonly string[];
  /** The client has shown that it got its latest token: the one before it is worth nothing any more. */
  readonly confirmsToken: boolean;
  readonly ttlMs: number;
}

/** What became of a write: `taken` by another tenure, or `missing` because it ran out or was lost. */
export type JournalOutcome = 'written' | 'taken' | 'missing';

/** Who wants a session, and what for. */
export interface JournalClaim {
  readonly session: string;
  readonly owner: GatewayId;
  /** Hash of the token that the client shows. */
  readonly tokenHash: string;
  /** Hash of the token that it gets for it. */
  readonly nextTokenHash: string;
  readonly ttlMs: number;
}

/** What came of a claim; `refused`: the token is not the latest one. */
export type JournalAdoption =
  | { readonly kind: 'adopted'; readonly epoch: number; readonly fields: JournalFields }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };

/**
 * What sessions are resumed from, whichever gateway they come back to.
 *
 * - `create` and `write` are atomic and may be repeated: the same call twice does no harm.
 * - A journal lives for the `ttlMs` of the last `create`, `write` or `adopt`. A `write` without changes
 *   renews it.
 * - `adopt` is a compare-and-set on the token: of two claims with the same one, one wins. It begins
 *   the next epoch, and from then on writes of an earlier one are `taken`. The token before the latest
 *   is still good until a write confirms the latest, as the answer that held it may have been lost.
 * - Every adoption is told to all who `listen`, as best can be; who missed it finds out by a write.
 * - All calls reject with `BrokerUnavailable` when the broker cannot be reached in time, or is full.
 * - What is written holds words of clients: it expires, and is never logged.
 */
export interface Journal {
  /** Writes a whole journal down, unless a later tenure has begun (`taken`). */
  create(journal: NewJournal): Promise<JournalOutcome>;
  write(change: JournalWrite): Promise<JournalOutcome>;
  adopt(claim: JournalClaim): Promise<JournalAdoption>;
  /** Removes a journal, unless another tenure has begun. */
  drop(tenure: Tenure): Promise<void>;
  /** Calls back for every adoption from now on, with the tenure that begins. */
  listen(listener: (begun: Tenure) => void): Promise<void>;
  close(): Promise<void>;
}
