import { setTimeout as pause } from 'node:timers/promises';

import { Listener } from '../../faults/listener.js';
import type { SessionReport } from '../../faults/session-check.js';

/** Clients that talk in real time: each hears what it asked for to its end before it asks again. */
export class Crowd {
  readonly #reports: SessionReport[] = [];
  readonly #talkers = new Map<AbortController, Promise<void>>();
  #firstAudioMs: number[] = [];
  #named = 0;

  constructor(private readonly speechUrl: string) {}

  /** Sessions that are open. */
  get open(): number {
    return this.#talkers.size;
  }

  /** What became of the sessions that have ended. */
  get reports(): readonly SessionReport[] {
    return this.#reports;
  }

  /** Sessions that did not hear all that they asked for, sample by sample. */
  get failed(): number {
    return this.#reports.filter(
      ({ outcome, flaws, faults }) => outcome !== 'whole' || flaws.length + faults.length > 0,
    ).length;
  }

  /** How long utterances waited for their first audio since the last call, ms. */
  takeFirstAudioMs(): readonly number[] {
    const waits = this.#firstAudioMs;
    this.#firstAudioMs = [];
    return waits;
  }

  /** Has so many be there: new ones come at once, those who go hear their utterance to its end. */
  resize(count: number): void {
    while (this.#staying.length < count) this.#join();
    for (const leaving of this.#staying.slice(count)) leaving.abort();
  }

  /** Resolves when everybody has heard all and left. */
  async leaves(): Promise<void> {
    this.resize(0);
    await Promise.all(this.#talkers.values());
  }

  get #staying(): readonly AbortController[] {
    return [...this.#talkers.keys()].filter(({ signal }) => !signal.aborted);
  }

  #join(): void {
    const leave = new AbortController();
    const talk = this.#talk((this.#named += 1), leave.signal)
      .catch(brokenReport)
      .then((report) => {
        this.#reports.push(report);
        this.#talkers.delete(leave);
      });
    this.#talkers.set(leave, talk);
  }

  async #talk(name: number, leave: AbortSignal): Promise<SessionReport> {
    const listener = await Listener.connect(this.speechUrl);
    for (let turn = 1; !leave.aborted && listener.closeCode === null; turn += 1) {
      await this.#utterance(listener, `${turn} of listener ${name}`);
      await untilHeard(listener, leave);
    }
    listener.close();
    return listener.report();
  }

  async #utterance(listener: Listener, title: string): Promise<void> {
    const before = listener.arrivals.length;
    const asked = performance.timeOrigin + performance.now();
    listener.say(`This is sentence ${title}.`, `And what follows is the other one, ${title}.`);
    await listener.hearsAll({ timeoutMs: 60_000, everyMs: 20 });
    const first = listener.arrivals[before];
    if (first !== undefined) this.#firstAudioMs.push(first.at - asked);
  }
}

/** Of a session that did not come to an end that could be judged. */
const brokenReport = (error: unknown): SessionReport => ({
  outcome: 'cut',
  samplesChecked: 0,
  flaws: [],
  faults: [String(error)],
});

/** A player without a buffer is through with what came last. */
const untilHeard = async ({ arrivals }: Listener, leave: AbortSignal): Promise<void> => {
  let endsAt = 0;
  for (const { at, seconds } of arrivals) endsAt = Math.max(endsAt, at) + seconds * 1000;
  const leftMs = endsAt - (performance.timeOrigin + performance.now());
  if (leftMs > 0) await pause(leftMs, undefined, { signal: leave }).catch(() => undefined); // whoever leaves need not wait
};
