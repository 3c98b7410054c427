import type { Logger } from '@chorale/observability';
import type { Clock, WorkerRecord, WorkerRegistry } from '@chorale/speech';

/** A record lives 5 s: four renewals may fail in a row. */
const ANNOUNCE_MS = 1_000;

/** How long an announcement counts as fresh, ms: as long as the registry keeps it. */
const FRESH_MS = 5_000;

/** What an announcer is made of. */
export interface AnnouncerParts {
  readonly registry: WorkerRegistry;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What the worker says about itself now. */
  readonly record: () => WorkerRecord;
  /** Called with the number of workers in the class, this one included, as of the last look. */
  readonly onWorkers: (count: number) => void;
}

/** Keeps the worker's record in the registry, and an eye on the others of its class. */
export class Announcer {
  readonly #parts: AnnouncerParts;
  #cancelTimer: () => void = () => undefined;
  #announcing: Promise<void> = Promise.resolve();
  #lastSuccess = -Infinity;
  #stopped = false;

  constructor(parts: AnnouncerParts) {
    this.#parts = parts;
  }

  /** Announces the worker; rejects if the registry does not take it, and then does not go on. */
  async start(): Promise<void> {
    await this.#announce();
    this.#announceLater();
  }

  /** Announces at once, as something changed; failures are logged. */
  renew(): Promise<void> {
    this.#announcing = this.#announcing.then(() => this.#announceOrLog());
    return this.#announcing;
  }

  /** Takes the worker out of the registry. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    await this.#announcing;
    await this.#parts.registry.withdraw(this.#parts.record().worker);
  }

  /** True while the others can know of this worker. */
  get isFresh(): boolean {
    return this.#parts.clock.now() - this.#lastSuccess < FRESH_MS;
  }

  #announceLater(): void {
    this.#cancelTimer = this.#parts.clock.after(ANNOUNCE_MS, () => {
      void this.renew().finally(() => {
        if (!this.#stopped) this.#announceLater();
      });
    });
  }

  async #announceOrLog(): Promise<void> {
    try {
      await this.#announce();
    } catch (error) {
      this.#parts.logger.warn({ err: error }, 'the worker could not announce itself');
    }
  }

  async #announce(): Promise<void> {
    const { registry, record, clock, onWorkers } = this.#parts;
    const own = record();
    await registry.announce(own);
    this.#lastSuccess = clock.now();
    const workers = await registry.list();
    onWorkers(workers.filter((other) => other.voiceClass === own.voiceClass).length);
  }
}
