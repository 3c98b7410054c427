import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How often the control process looks at the clock, ms. */
const TICK_MS = 5;

/** What the machine itself did to a process that only waits: how late its timers were, ms. */
export interface ControlReport {
  readonly worstStallMs: number;
  /** Stalls of more than 20 ms. */
  readonly stalls: number;
}

/** A process of its own that only watches a timer: stalls that it sees are nobody's fault but the machine's. */
export class ControlTimer {
  readonly #child: ChildProcess = fork(fileURLToPath(import.meta.url), ['watch']);

  /** Ends the watch; rejects if the process died. */
  stop(): Promise<ControlReport> {
    return new Promise((resolve, reject) => {
      this.#child.once('message', (report: ControlReport) => resolve(report));
      this.#child.once('error', reject);
      this.#child.once('exit', () => reject(new Error('the control timer died')));
      this.#child.send('stop');
    });
  }
}

const watch = (): void => {
  let worstStallMs = 0;
  let stalls = 0;
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const late = now - before - TICK_MS;
    before = now;
    worstStallMs = Math.max(worstStallMs, late);
    if (late > 20) stalls += 1;
  }, TICK_MS);
  process.once('disconnect', () => clearInterval(timer)); // whoever asked is gone
  process.once('message', () => {
    clearInterval(timer);
    process.send?.({ worstStallMs, stalls }, () => process.disconnect());
  });
};

if (process.argv[2] === 'watch' && process.send !== undefined) watch();
