import type { AdminPorts } from '@chorale/broker';
import type { Clock, FeedBatch, SessionTrace } from '@chorale/speech';

import type { SessionChanges } from '../live/live-messages.js';

import type { Experience } from './figures-window.js';
import { FiguresWindow } from './figures-window.js';
import { SessionBoard } from './session-board.js';

/** How often gateways are asked to go on publishing; a demand lasts 5 s. */
const ASK_MS = 2_000;
/** How often pages are told what changed: often enough for eyes, seldom enough for 1 000 rows. */
const TELL_MS = 500;

/** What an onlooker is made of. */
export interface OnlookerParts {
  readonly ports: Pick<AdminPorts, 'sessionWatch'>;
  readonly clock: Clock;
  /** True while a page is open. */
  readonly isWanted: () => boolean;
  readonly followed: () => readonly string[];
  readonly onChanges: (changes: SessionChanges) => void;
  readonly onTrace: (trace: SessionTrace) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Looks on at the sessions of all gateways, for as long as a page is open. */
export class Onlooker {
  readonly board = new SessionBoard();
  readonly #figures = new FiguresWindow();
  readonly #cancels = new Set<() => void>();
  #subscribed = false;
  #closed = false;

  constructor(private readonly parts: OnlookerParts) {}

  /** Never rejects: what fails is tried again. */
  async start(): Promise<void> {
    await this.#ask();
    this.#tell();
  }

  /** Asks at once, where somebody has just begun to look. */
  refresh(): void {
    void this.#demand(); // it never rejects
  }

  close(): void {
    this.#closed = true;
    for (const cancel of this.#cancels) cancel();
  }

  seen(now: number): Experience & { readonly speaking: number | null } {
    const speaking = this.board.rows.filter((row) => row.speaking).length;
    return { ...this.#figures.at(now), speaking: this.parts.isWanted() ? speaking : null };
  }

  async #ask(): Promise<void> {
    await this.#demand();
    this.#later(ASK_MS, () => void this.#ask()); // it never rejects
  }

  async #demand(): Promise<void> {
    const { ports, isWanted, followed, onTrouble } = this.parts;
    try {
      if (!this.#subscribed) await ports.sessionWatch.subscribe((batch) => this.#hear(batch));
      this.#subscribed = true;
      if (isWanted()) await ports.sessionWatch.ask(followed());
    } catch (error) {
      onTrouble(error);
    }
  }

  #tell(): void {
    this.board.sweep(this.parts.clock.now());
    const changes = this.board.takeChanges();
    if (changes !== null) this.parts.onChanges(changes);
    this.#later(TELL_MS, () => this.#tell());
  }

  #hear(batch: FeedBatch): void {
    const now = this.parts.clock.now();
    this.#figures.add(batch.figures, now);
    if (!this.board.take(batch, now)) void this.#mend(batch); // it never rejects
    for (const trace of batch.traces) this.parts.onTrace(trace);
  }

  async #mend({ gateway }: FeedBatch): Promise<void> {
    try {
      this.board.mend(gateway, await this.parts.ports.sessionWatch.snapshot(gateway));
    } catch (error) {
      this.board.mend(gateway, null);
      this.parts.onTrouble(error);
    }
  }

  #later(delayMs: number, task: () => void): void {
    if (this.#closed) return;
    const cancel = this.parts.clock.after(delayMs, () => {
      this.#cancels.delete(cancel);
      task();
    });
    this.#cancels.add(cancel);
  }
}
