import type {
  Clock,
  Journal,
  JournalAdoption,
  JournalClaim,
  JournalOutcome,
  JournalWrite,
  NewJournal,
  Tenure,
} from '@chorale/speech';

import { guarded } from '../guarded.js';

interface Kept {
  epoch: number;
  tokenHash: string;
  previousHash: string | null;
  fields: Map<string, string>;
  expiresAt: number;
}

type Listener = (begun: Tenure) => void;

/** The journals of one process. */
export class MemoryJournals {
  readonly #kept = new Map<string, Kept>();
  readonly #listeners = new Set<Listener>();

  constructor(
    private readonly clock: Clock,
    private readonly problem: (error: Error) => void,
  ) {}

  create(journal: NewJournal): JournalOutcome {
    this.#forgetExpired();
    const old = this.#find(journal.session);
    if (old !== null && old.epoch > journal.epoch) return 'taken';
    this.#kept.set(journal.session, {
      epoch: journal.epoch,
      tokenHash: journal.tokenHash,
      previousHash: old?.previousHash ?? null,
      fields: new Map(Object.entries(journal.fields)),
      expiresAt: this.clock.now() + journal.ttlMs,
    });
    return 'written';
  }

  write(change: JournalWrite): JournalOutcome {
    const kept = this.#find(change.session);
    if (kept === null) return 'missing';
    if (kept.epoch !== change.epoch) return 'taken';
    if (change.confirmsToken) kept.previousHash = null;
    for (const [name, value] of Object.entries(change.set)) kept.fields.set(name, value);
    for (const name of change.remove) kept.fields.delete(name);
    kept.expiresAt = this.clock.now() + change.ttlMs;
    return 'written';
  }

  adopt(claim: JournalClaim): JournalAdoption {
    const kept = this.#find(claim.session);
    if (kept === null) return { kind: 'unknown' };
    if (![kept.tokenHash, kept.previousHash].includes(claim.tokenHash)) return { kind: 'refused' };
    kept.epoch += 1;
    kept.tokenHash = claim.nextTokenHash;
    kept.previousHash = claim.tokenHash;
    kept.expiresAt = this.clock.now() + claim.ttlMs;
    const { epoch, fields } = kept;
    this.#tell({ session: claim.session, epoch });
    return { kind: 'adopted', epoch, fields: Object.fromEntries(fields) };
  }

  drop({ session, epoch }: Tenure): void {
    if (this.#find(session)?.epoch === epoch) this.#kept.delete(session);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #find(session: string): Kept | null {
    const kept = this.#kept.get(session);
    return kept === undefined || kept.expiresAt <= this.clock.now() ? null : kept;
  }

  #forgetExpired(): void {
    for (const [session, { expiresAt }] of this.#kept)
      if (expiresAt <= this.clock.now()) this.#kept.delete(session);
  }

  #tell(begun: Tenure): void {
    setImmediate(() => {
      for (const hear of this.#listeners) guarded(() => hear(begun), this.problem);
    });
  }
}

/** Keeps the journals of gateways of the same process; they do not outlive it. */
export class MemoryJournal implements Journal {
  readonly #stops: (() => void)[] = [];

  constructor(private readonly journals: MemoryJournals) {}

  create(journal: NewJournal): Promise<JournalOutcome> {
    return Promise.resolve(this.journals.create(journal));
  }

  write(change: JournalWrite): Promise<JournalOutcome> {
    return Promise.resolve(this.journals.write(change));
  }

  adopt(claim: JournalClaim): Promise<JournalAdoption> {
    return Promise.resolve(this.journals.adopt(claim));
  }

  drop(tenure: Tenure): Promise<void> {
    this.journals.drop(tenure);
    return Promise.resolve();
  }

  listen(listener: Listener): Promise<void> {
    this.#stops.push(this.journals.listen(listener));
    return Promise.resolve();
  }

  close(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    return Promise.resolve();
  }
}
