import type {
  Journal,
  JournalAdoption,
  JournalOutcome,
  JournalWrite,
  NewJournal,
  Tenure,
} from '@chorale/speech';

/** What a journal was asked to do. */
export type JournalCall =
  | ({ readonly kind: 'create' } & NewJournal)
  | ({ readonly kind: 'write' } & JournalWrite)
  | ({ readonly kind: 'drop' } & Tenure);

/** Remembers what is written, and answers as told; while `held`, answers wait for `answerAll`. */
export class FakeJournal implements Journal {
  readonly calls: JournalCall[] = [];
  /** Decides what becomes of a creation or a write. */
  answer: () => JournalOutcome | Error = () => 'written';
  held = false;
  readonly #waiting: (() => void)[] = [];

  create(journal: NewJournal): Promise<JournalOutcome> {
    return this.#take({ kind: 'create', ...journal });
  }

  write(change: JournalWrite): Promise<JournalOutcome> {
    return this.#take({ kind: 'write', ...change });
  }

  adopt(): Promise<JournalAdoption> {
    return Promise.resolve({ kind: 'unknown' });
  }

  async drop(tenure: Tenure): Promise<void> {
    await this.#take({ kind: 'drop', ...tenure });
  }

  listen(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Answers what waits for an answer. */
  answerAll(): void {
    this.#waiting.splice(0).forEach((resolve) => resolve());
  }

  async #take(call: JournalCall): Promise<JournalOutcome> {
    this.calls.push(call);
    if (this.held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const answer = this.answer();
    if (answer instanceof Error) throw answer;
    return answer;
  }
}
