import type { Fleet } from './fleet.js';
import { Listener } from './listener.js';
import type { SessionReport } from './session-check.js';

/** Ends a session that a gateway turns away or has no time for: the client tries another one. */
const GOING_AWAY = 1001;

/** Clients that talk on and on, each to any gateway, until they are told to stop. */
export class Load {
  readonly #talkers: readonly Promise<void>[];
  readonly #reports: SessionReport[] = [];
  #stopping = false;
  #spoken = 0;

  constructor(
    private readonly fleet: Fleet,
    talkers: number,
  ) {
    this.#talkers = Array.from({ length: talkers }, () => this.#talk());
    for (const talker of this.#talkers) talker.catch(() => undefined); // `stop` reports it
  }

  /** Sessions that came to their end so far. */
  get sessions(): number {
    return this.#reports.length;
  }

  /** Lets everybody finish; resolves to what became of all sessions in which anything was said. */
  async stop(): Promise<readonly SessionReport[]> {
    this.#stopping = true;
    await Promise.all(this.#talkers);
    return this.#reports;
  }

  async #talk(): Promise<void> {
    while (!this.#stopping) {
      const report = await this.#session();
      const wasTurnedAway = report.outcome === 'cut' && report.samplesChecked === 0;
      if (!wasTurnedAway) this.#reports.push(report);
    }
  }

  async #session(): Promise<SessionReport> {
    this.#spoken += 1;
    const { gateways } = this.fleet;
    const gateway = gateways[this.#spoken % gateways.length] ?? this.fleet.gateway;
    const listener = await Listener.connect(gateway.speechUrl);
    listener.say(...[1, 2, 3].map((part) => `Part ${part} of what session ${this.#spoken} says.`));
    await listener.hearsAll();
    listener.close();
    return listener.report({ mayEndWith: [GOING_AWAY] });
  }
}
