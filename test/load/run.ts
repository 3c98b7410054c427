import { ControlTimer } from './control-timer.js';
import { CpuMeter } from './cpu-meter.js';
import type { ListenerOptions } from './listeners.js';
import { closedLoop, openLoop } from './listeners.js';
import type { LoadReport, Slo } from './report.js';
import { reportOf } from './report.js';

/** One run, and what is watched beside it. */
export interface RunOptions extends ListenerOptions {
  /** New listeners a second; null = a closed loop. */
  readonly rate: number | null;
  readonly slo: Slo;
  readonly pids: Readonly<Record<string, number>>;
}

/** Runs `listeners` (closed loop) or `rate` (open loop) and sums up. */
export const runLoad = async (listeners: number, options: RunOptions): Promise<LoadReport> => {
  const control = new ControlTimer();
  const meter = new CpuMeter({ ...options.pids, load: process.pid });
  const result =
    options.rate === null
      ? await closedLoop(listeners, options)
      : await openLoop(options.rate, options);
  return reportOf(result, {
    target: options.target.name,
    processes: meter.read(),
    control: await control.stop(),
    slo: options.slo,
  });
};
