import type { ResumingClient } from '@chorale/testing';

import { Listener } from '../../faults/listener.js';
import type { SessionReport } from '../../faults/session-check.js';

import type { FakeService } from './fake-service.js';

/** How many there are of each kind. */
export interface TalkerCounts {
  /** Come, have a few sentences spoken, go, and come again. */
  readonly plain: number;
  /** Stay all the time in sessions that can be resumed. */
  readonly resumable: number;
}

/** What became of a session; a client that found nobody has an outcome too. */
export type Outcome = SessionReport | { readonly outcome: 'nobody'; readonly why: string };

/** Clients of a service that talk on and on until they are told to stop. */
export class Talkers {
  readonly #talking: readonly Promise<void>[];
  readonly #outcomes: Outcome[] = [];
  #returns = 0;
  #stopping = false;
  #spoken = 0;

  constructor(
    private readonly service: FakeService,
    { plain, resumable }: TalkerCounts,
  ) {
    this.#talking = [
      ...Array.from({ length: plain }, () => this.#comeAndGo()),
      ...Array.from({ length: resumable }, () => this.#stay()),
    ];
    for (const talking of this.#talking) talking.catch(() => undefined); // `stop` reports it
  }

  /** Lets everybody finish; resolves to what became of every session. */
  async stop(): Promise<readonly Outcome[]> {
    this.#stopping = true;
    await Promise.all(this.#talking);
    return this.#outcomes;
  }

  /** Times that somebody went on with a session at another pod. */
  get returns(): number {
    return this.#returns;
  }

  async #comeAndGo(): Promise<void> {
    while (!this.#stopping)
      this.#outcomes.push(
        await this.#session().catch((error: unknown) => ({
          outcome: 'nobody' as const,
          why: String(error),
        })),
      );
  }

  async #session(): Promise<SessionReport> {
    const listener = await Listener.connect(this.service.next());
    await listener.say(this.#sentence(), this.#sentence()).hearsAll();
    listener.close();
    return listener.report();
  }

  async #stay(): Promise<void> {
    const listener: Listener<ResumingClient> = await Listener.resuming(() => this.service.next());
    while (!this.#stopping && listener.closeCode === null)
      await listener.say(this.#sentence(), this.#sentence(), this.#sentence()).hearsAll();
    this.#returns += listener.client.returns.filter(({ resumedAt }) => resumedAt !== null).length;
    listener.close();
    this.#outcomes.push(listener.report());
  }

  #sentence(): string {
    return `Number ${(this.#spoken += 1)} is said while all is replaced.`;
  }
}
