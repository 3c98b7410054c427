import { setTimeout as pause } from 'node:timers/promises';

import { ResumingClient, type Return } from '@chorale/testing';

import type { Arrival } from '../listener.js';
import type { SessionReport } from '../session-check.js';

import type { Cause, Circumstances } from './causes.js';
import { type Manner, type MannerName, MANNERS, sayGoodbye } from './manners.js';
import { SeededRandom } from './seeded-random.js';
import { type Loss, type Place, Visit } from './visit.js';

/** A session that came to its end. */
export interface Ended {
  readonly manner: MannerName;
  readonly report: SessionReport;
  readonly closeCode: number | null;
  /** Why its connection ended before all was said; null if it did not, or nothing explains it. */
  readonly cause: Cause | null;
  readonly circumstances: Circumstances;
  /** Of its gateway's log, if nothing explains why its connection ended. */
  readonly lastWords: string | null;
  readonly texts: readonly string[];
  /** When it began to wait for audio, and when audio came: ms since 1970. */
  readonly times: readonly number[];
  readonly arrivals: readonly Arrival[];
  /** When it gave up, ms since 1970; null if it did not. */
  readonly gaveUpAt: number | null;
  /** Connections that it lost and came back from. */
  readonly losses: readonly Loss[];
  readonly returns: readonly Return[];
  readonly triesInVain: number;
}

/** Before another gateway is tried, ms. */
const AGAIN_MS = 100;

/** Clients that talk on and on until they are told to stop, each session in a manner of its own. */
export class Talkers {
  readonly sessions: Ended[] = [];
  /** Sessions that were turned away, or whose gateway could not be reached. */
  turnedAway = 0;
  readonly #talking: Promise<unknown>;
  readonly #silent: Promise<void>[] = [];
  #stopping = false;
  #sentences = 0;

  constructor(
    private readonly place: Place,
    { seed, talkers }: { readonly seed: number; readonly talkers: number },
  ) {
    const each = Array.from({ length: talkers }, (_, at) =>
      this.#talk(new SeededRandom(seed + at)),
    );
    this.#talking = Promise.all(each);
    this.#talking.catch(() => undefined); // `stop` reports it
  }

  /** Lets everybody finish, and waits until it was noticed that the silent ones are gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#talking;
    await Promise.all(this.#silent);
  }

  async #talk(random: SeededRandom): Promise<void> {
    while (!this.#stopping) {
      const ended = await this.#session(random);
      if (ended === null) await pause(AGAIN_MS);
      if (ended === null) this.turnedAway += 1;
      else this.sessions.push(ended);
    }
  }

  /** Resolves to null when no gateway takes it in. */
  async #session(random: SeededRandom): Promise<Ended | null> {
    const manner = random.pick(MANNERS);
    const isResumable = manner.isResumable === true;
    const visit = await Visit.begin(this.place, { random, isResumable });
    if (visit === null) return null;
    const ended = await this.#converse(visit, manner, random);
    this.#part(visit, manner);
    return wasTurnedAway(ended) ? null : ended;
  }

  async #converse(visit: Visit, manner: Manner, random: SeededRandom): Promise<Ended> {
    const { listener } = visit;
    const texts = this.#sayings(manner, random);
    for (const sentences of texts) listener.say(...sentences);
    const gaveUpAt = await manner.behave(visit, random);
    const ended = endedOf(visit, { manner, gaveUpAt, texts: texts.flat() });
    if (gaveUpAt === null && listener.closeCode === null) await sayGoodbye(visit);
    else listener.client.drop();
    return ended;
  }

  /** One that fell silent keeps its wire until its gateway has noticed. */
  #part({ wire }: Visit, { name }: Manner): void {
    if (name === 'falls silent') this.#silent.push(wire.hungUp().then(() => wire.close()));
    else wire.close();
  }

  #sayings(manner: Manner, random: SeededRandom): readonly (readonly string[])[] {
    return listOf(random.between(1, 3), () =>
      listOf(random.between(1, 5), () => this.#sentence(manner, random)),
    );
  }

  #sentence({ name }: Manner, random: SeededRandom): string {
    this.#sentences += 1;
    const more = ' and so on'.repeat(random.between(0, 10));
    const poison = name === 'poisons' && random.next() < 0.3 ? ' [[crash]]' : '';
    return `Number ${this.#sentences} says this${more}${poison}.`;
  }
}

interface Conversation {
  readonly manner: Manner;
  readonly gaveUpAt: number | null;
  readonly texts: readonly string[];
}

const endedOf = (visit: Visit, { manner, gaveUpAt, texts }: Conversation): Ended => {
  const { listener, losses, circumstances } = visit;
  const { closeCode, times, arrivals } = listener;
  const cause = closeCode === null ? null : visit.causeOf(closeCode);
  const report = listener.report({
    mayEndWith: closeCode === null || cause === null ? [] : [closeCode],
    left: gaveUpAt !== null && manner.name !== 'cancels',
    errors: manner.errors ?? [],
  });
  const lastWords = closeCode !== null && cause === null ? visit.lastWords : null;
  const heard = { texts, times, arrivals, gaveUpAt, losses };
  const common = { manner: manner.name, closeCode, cause, circumstances, lastWords, ...heard };
  return { ...common, report: withLosses(report, losses), ...returnsOf(listener) };
};

/** A connection that was lost for no reason is a fault, although the session went on. */
const withLosses = (report: SessionReport, losses: readonly Loss[]): SessionReport => {
  const unexplained = losses.filter(({ cause }) => cause === null);
  const faults = unexplained.map(() => 'a connection was lost that nobody broke');
  return { ...report, faults: [...report.faults, ...faults] };
};

const returnsOf = ({ client }: Visit['listener']): Pick<Ended, 'returns' | 'triesInVain'> => {
  if (!(client instanceof ResumingClient)) return { returns: [], triesInVain: 0 };
  const { returns, triesInVain } = client;
  return { returns, triesInVain };
};

/** It had heard nothing when its connection ended, which is in order as it was explained. */
const wasTurnedAway = ({ report, cause }: Ended): boolean =>
  cause !== null && report.outcome === 'cut' && report.samplesChecked === 0;

const listOf = <T>(length: number, make: () => T): readonly T[] => Array.from({ length }, make);
