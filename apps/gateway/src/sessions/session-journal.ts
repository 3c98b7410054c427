import { encodeJournalItem } from '@chorale/protocol';
import type {
  Clock,
  GatewayId,
  Journal,
  JournalChange,
  JournalFields,
  JournalOutcome,
  Tenure,
} from '@chorale/speech';

import type { Durability } from './durable-outlet.js';

/** Between two tries to write, ms. */
const RETRY_MS = 100;

/** What the owner of a journal is told. */
export interface JournalEvents {
  /** All that was recorded until now is safe, and so many of the client's messages with it. */
  durable(received: number): void;
  /** Another connection has taken the session up: nothing more of it can be written. */
  taken(): void;
  /** The broker took nothing for too long. */
  failed(): void;
}

/** What a session's journal is kept with. */
export interface SessionJournalParts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly owner: GatewayId;
  readonly tokenHash: string;
  /** How long it outlives its session's connection, ms. */
  readonly ttlMs: number;
  /** How long the broker may refuse it, ms. */
  readonly patienceMs: number;
  readonly events: JournalEvents;
  readonly onError: (error: unknown) => void;
  /** Nothing more will be written. */
  readonly onOver: () => void;
}

interface Batch {
  readonly changes: ReadonlyMap<string, string | null>;
  readonly upTo: number;
  readonly received: number;
  readonly confirms: boolean;
}

/**
 * Writes down one session, one write at a time: what comes up meanwhile goes with the next. It holds
 * all that it wrote, so that a journal which the broker lost is made again.
 */
export class SessionJournal implements Durability {
  readonly #all: Map<string, string>;
  #changes = new Map<string, string | null>();
  #recorded = 0;
  #durable = 0;
  #received = 0;
  /** The whole of it must be written. */
  #isMissing: boolean;
  #isRenewalDue = false;
  #confirms = false;
  #confirmed: boolean;
  #isWriting = false;
  #isOver = false;
  #isLeaving = false;
  #failingSince: number | null = null;
  #cancelRenewal: () => void = () => undefined;
  readonly #whenIdle: (() => void)[] = [];

  /** `adopted` is what the journal holds already; null for a new one. */
  constructor(
    readonly tenure: Tenure,
    private readonly parts: SessionJournalParts,
    adopted: JournalFields | null,
  ) {
    this.#all = new Map(Object.entries(adopted ?? {}));
    this.#isMissing = adopted === null;
    this.#confirmed = adopted === null;
    this.#scheduleRenewal();
  }

  get recorded(): number {
    return this.#recorded;
  }

  get durable(): number {
    return this.#durable;
  }

  record(changes: readonly JournalChange[]): void {
    if (this.#isOver) return;
    for (const { key, item } of changes) {
      const json = item === null ? null : encodeJournalItem(item);
      this.#changes.set(key, json);
      if (json === null) this.#all.delete(key);
      else this.#all.set(key, json);
      if (item?.kind === 'head') this.#received = item.head.received;
    }
    this.#recorded += 1;
    this.#write();
  }

  /** The client has shown that it has its token: the one before it is worth nothing any more. */
  confirmToken(): void {
    if (this.#confirmed) return;
    this.#confirmed = true;
    this.#confirms = true;
    this.#write();
  }

  /** Resolves when all that was recorded is safe, or never will be. */
  async flushed(): Promise<void> {
    if ((this.#isWriting || this.#hasWork) && !this.#isOver)
      await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  /** Another tenure has begun. */
  lose(): void {
    if (this.#isOver) return;
    this.#finish();
    this.parts.events.taken();
  }

  /** The client is gone, and may come back: what it said is still written. */
  leave(): void {
    this.#isLeaving = true;
    this.#cancelRenewal();
    this.#isRenewalDue = true; // its time runs from now
    this.#write();
  }

  /** The session is over for good. */
  end(): void {
    if (this.#isOver) return;
    this.#finish();
    this.parts.journal.drop(this.tenure).catch(this.parts.onError);
  }

  get #hasWork(): boolean {
    return this.#changes.size > 0 || this.#isMissing || this.#isRenewalDue || this.#confirms;
  }

  #write(): void {
    if (this.#isWriting || this.#isOver) return;
    this.#isWriting = true;
    void this.#writeAll(); // never rejects
  }

  async #writeAll(): Promise<void> {
    while (this.#hasWork && !this.#isOver) await this.#writeOnce();
    this.#isWriting = false;
    if (this.#isLeaving) this.#finish();
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  async #writeOnce(): Promise<void> {
    const batch = this.#takeBatch();
    try {
      const outcome = await this.#send(batch);
      this.#failingSince = null;
      this.#settle(outcome, batch);
    } catch (error) {
      this.#putBack(batch);
      this.parts.onError(error);
      await this.#recover();
    }
  }

  #takeBatch(): Batch {
    const batch = {
      changes: this.#changes,
      upTo: this.#recorded,
      received: this.#received,
      confirms: this.#confirms,
    };
    this.#changes = new Map();
    this.#confirms = false;
    this.#isRenewalDue = false;
    return batch;
  }

  /** What was not written goes again, unless it has changed since. */
  #putBack({ changes, confirms }: Batch): void {
    this.#changes = new Map([...changes, ...this.#changes]);
    this.#confirms ||= confirms;
    this.#isRenewalDue = true;
  }

  #send({ changes, confirms }: Batch): Promise<JournalOutcome> {
    const { journal, owner, tokenHash, ttlMs } = this.parts;
    const common = { ...this.tenure, ttlMs: ttlMs + renewalMs(ttlMs) };
    if (this.#isMissing)
      return journal.create({ ...common, owner, tokenHash, fields: Object.fromEntries(this.#all) });
    const set: Record<string, string> = {};
    const remove: string[] = [];
    for (const [key, json] of changes)
      if (json === null) remove.push(key);
      else set[key] = json;
    return journal.write({ ...common, set, remove, confirmsToken: confirms });
  }

  #settle(outcome: JournalOutcome, batch: Batch): void {
    if (this.#isOver) return;
    if (outcome === 'taken') return this.lose();
    this.#isMissing = outcome === 'missing';
    if (this.#isMissing) return;
    this.#durable = batch.upTo;
    this.parts.events.durable(batch.received);
  }

  async #recover(): Promise<void> {
    const { clock, patienceMs, events } = this.parts;
    this.#failingSince ??= clock.now();
    if (clock.now() - this.#failingSince < patienceMs)
      return new Promise((resolve) => clock.after(RETRY_MS, resolve));
    if (this.#isOver) return;
    this.#finish();
    events.failed();
  }

  #scheduleRenewal(): void {
    this.#cancelRenewal = this.parts.clock.after(renewalMs(this.parts.ttlMs), () => {
      this.#isRenewalDue = true;
      this.#write();
      this.#scheduleRenewal();
    });
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelRenewal();
    this.parts.onOver();
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}

/** Often enough that a journal is never much nearer to its end than it may be. */
const renewalMs = (ttlMs: number): number => ttlMs / 4;
