import type { ControlReport } from './control-timer.js';
import type { ProcessUse } from './cpu-meter.js';
import type { LoadResult } from './listeners.js';
import type { Spread } from './statistics.js';
import { spreadOf } from './statistics.js';
import { STOPPED } from './target.js';

/** Limits that a concurrency must keep to count. */
export interface Slo {
  readonly ttfaP95Ms: number;
  readonly underrunMs: number;
}

/** The figures of one run. */
export interface LoadReport {
  readonly target: string;
  readonly listeners: number;
  readonly seconds: number;
  readonly utterances: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly ttfaMs: Spread;
  readonly lastByteMs: Spread;
  /** Gaps over the SLO's length; utterances that had one; the worst, ms. */
  readonly underruns: number;
  readonly worstUnderrunMs: number;
  /** Seconds of audio per second. */
  readonly timesRealTime: number;
  readonly control: ControlReport;
  readonly processes: readonly ProcessUse[];
  readonly keepsSlo: boolean;
}

/** What was watched besides the listeners. */
export interface Surroundings {
  readonly target: string;
  readonly control: ControlReport;
  readonly processes: readonly ProcessUse[];
  readonly slo: Slo;
}

/** Sums up one run. */
export const reportOf = (result: LoadResult, around: Surroundings): LoadReport => {
  const heard = result.reports.filter((report) => report.failure === null);
  // What the end of the run cut off was made all the same, and its first audio was waited for.
  const begun = result.reports.filter(({ failure }) => failure === null || failure === STOPPED);
  const ttfaMs = spreadOf(
    begun.flatMap((report) =>
      report.firstAudioAt === null ? [] : [report.firstAudioAt - report.requestedAt],
    ),
  );
  const worst = begun.map((report) => report.worstUnderrunMs);
  const underruns = worst.filter((ms) => ms > around.slo.underrunMs).length;
  const failures = countBy(
    result.reports.flatMap(({ failure }) => (failure === STOPPED ? [] : (failure ?? []))),
  );
  return {
    target: around.target,
    listeners: result.lines,
    seconds: result.seconds,
    utterances: heard.length,
    failures,
    ttfaMs,
    lastByteMs: spreadOf(heard.map((report) => report.lastByteAt - report.requestedAt)),
    underruns,
    worstUnderrunMs: Math.max(0, ...worst),
    timesRealTime: begun.reduce((sum, report) => sum + report.audioSeconds, 0) / result.seconds,
    control: around.control,
    processes: around.processes,
    keepsSlo:
      underruns === 0 && Object.keys(failures).length === 0 && ttfaMs.p95 <= around.slo.ttfaP95Ms,
  };
};

const countBy = (names: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

const ms = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(0));

/** Writes the figures as lines for people. */
export const tableOf = (report: LoadReport): string =>
  [
    `${report.target}: ${report.listeners} listeners, ${report.seconds.toFixed(0)} s, ${report.utterances} utterances`,
    `  first audio  p50 ${ms(report.ttfaMs.p50)}  p95 ${ms(report.ttfaMs.p95)}  p99 ${ms(report.ttfaMs.p99)}  max ${ms(report.ttfaMs.max)} ms`,
    `  last byte    p50 ${ms(report.lastByteMs.p50)}  p95 ${ms(report.lastByteMs.p95)} ms`,
    `  underruns    ${report.underruns} utterances, worst gap ${ms(report.worstUnderrunMs)} ms` +
      ` (control: worst stall ${ms(report.control.worstStallMs)} ms, ${report.control.stalls} over 20 ms)`,
    `  throughput   ${report.timesRealTime.toFixed(1)} × real time`,
    ...report.processes.map(
      ({ name, cores, residentMb }) =>
        `  ${name.padEnd(12)} ${cores?.toFixed(2) ?? '–'} cores, ${residentMb?.toFixed(0) ?? '–'} MB`,
    ),
    ...Object.entries(report.failures).map(([name, count]) => `  failed       ${count} × ${name}`),
    `  SLO          ${report.keepsSlo ? 'kept' : 'broken'}`,
  ].join('\n');
