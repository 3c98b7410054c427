import { setTimeout as pause } from 'node:timers/promises';

import type { ExitReason, SpawnedProgram } from '../../processes/spawned-program.js';

import type { PodRules, Probe } from './pod-rules.js';

/** How long a probe waits for its answer, ms. */
const PROBE_TIMEOUT_MS = 3_000;

/** A process that a kubelet would have in a container. */
export interface PodProcess {
  readonly program: SpawnedProgram;
  /** Where it answers; '' until it listens. */
  readonly url: () => string;
}

/** A real process, treated as a kubelet treats a container: asked by probes, and told to leave in the chart's way. */
export class FakePod {
  /** Why its kubelet ended it, though nobody had told it to leave. */
  complaint: string | null = null;
  #isReady = false;
  #isLeaving = false;
  #changedAt = 0;
  readonly #over = new AbortController();

  constructor(
    private readonly rules: PodRules,
    private readonly process: PodProcess,
  ) {
    void process.program.exited.then(() => this.#end());
    void this.#watch().catch(() => undefined); // it ends when the process does
  }

  get url(): string {
    return this.process.url();
  }

  /** True for a pod that a Service sends clients to. */
  get isServing(): boolean {
    return this.#isReady && !this.#isLeaving;
  }

  /** True where those who learn of changes only after `lagMs` send clients to it. */
  servesAsKnownAfter(lagMs: number): boolean {
    return performance.now() - this.#changedAt < lagMs ? !this.isServing : this.isServing;
  }

  /** Has it leave: its hook, SIGTERM, and SIGKILL when its grace is over. Resolves to how it ended. */
  async leave({ preStopMs, graceMs } = this.rules): Promise<ExitReason> {
    this.#change(() => (this.#isLeaving = true));
    const { program } = this.process;
    const killer = setTimeout(() => program.signal('SIGKILL'), graceMs);
    await pause(preStopMs);
    const reason = await program.stop();
    clearTimeout(killer);
    return reason;
  }

  /** Ends it at once. */
  async kill(): Promise<void> {
    this.#isLeaving = true;
    await this.process.program.kill('SIGKILL');
  }

  async #watch(): Promise<void> {
    const { startup, readiness, liveness } = this.rules;
    await this.#probe(startup, { until: (isWell) => isWell, otherwise: 'did not start' });
    const isLong = this.#probe(liveness, { until: () => false, otherwise: 'was not alive' });
    const ready = this.#probe(readiness, {
      until: (isWell) => {
        if (isWell !== this.#isReady) this.#change(() => (this.#isReady = isWell));
        return false;
      },
      otherwise: null,
    });
    await Promise.all([isLong, ready]);
  }

  /** Asks again and again until told that it is enough; kills the process where a no is to be believed. */
  async #probe(
    { path, periodMs, failures }: Probe,
    {
      until,
      otherwise,
    }: { readonly until: (isWell: boolean) => boolean; readonly otherwise: string | null },
  ): Promise<void> {
    for (let failed = 0; !this.#over.signal.aborted;) {
      const isWell = await this.#answers(path);
      failed = isWell ? 0 : failed + 1;
      if ((isWell || failed >= failures) && until(isWell)) return;
      if (failed >= failures && otherwise !== null) {
        this.#giveUp(otherwise);
        return;
      }
      await pause(periodMs, undefined, { signal: this.#over.signal });
    }
  }

  #end(): void {
    this.#over.abort();
    if (!this.#isLeaving) this.complaint ??= 'ended by itself';
  }

  #giveUp(complaint: string): void {
    if (this.#isLeaving) return; // no probe counts any more
    this.complaint = complaint;
    this.process.program.signal('SIGKILL');
  }

  async #answers(path: string): Promise<boolean> {
    if (this.url === '') return false;
    const signal = AbortSignal.any([this.#over.signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]);
    return fetch(`${this.url}${path}`, { signal }).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.ok;
      },
      () => false,
    );
  }

  #change(change: () => void): void {
    const before = this.isServing;
    change();
    if (this.isServing !== before) this.#changedAt = performance.now();
  }
}
