import { percentile } from '../../load/statistics.js';
import type { SpawnedWorker } from '../../processes/spawned-worker.js';

import type { Inflicted } from './chaos.js';
import type { Ended } from './talkers.js';
import { countsOf, faultySessions, flawedSamples, idleTimes, recoveryGaps } from './tally.js';

/** Memory of all processes together, bytes. */
export interface Memory {
  readonly gateways: number;
  readonly workers: number;
  readonly redis: number;
}

/** All that a run brought. */
export interface Outcome {
  readonly seed: number;
  readonly minutes: number;
  readonly sessions: readonly Ended[];
  readonly turnedAway: number;
  readonly inflicted: readonly Inflicted[];
  readonly workers: ReadonlySet<SpawnedWorker>;
  /** What one unit costs a worker, ms. */
  readonly unitMs: number;
  /** What was left in processes and Redis when all was said; null for nothing. */
  readonly leftovers: string | null;
  readonly before: Memory;
  readonly after: Memory;
}

const MAX_DETAILS = 20;

/** True if no sample was wrong, no session hung, and nothing was left behind. */
export const isClean = ({ sessions, leftovers }: Outcome): boolean =>
  sessions.length > 0 && faultySessions(sessions).length === 0 && leftovers === null;

/** Tells it all, for people. */
export const reportOf = (outcome: Outcome): string =>
  [
    `seed ${outcome.seed}, ${outcome.minutes} minutes`,
    ...sessionLines(outcome),
    ...sampleLines(outcome),
    `faults          ${outcome.inflicted.length}: ${listed(outcome.inflicted.map(({ name }) => name))}`,
    ...timeLines(outcome),
    `left over       ${outcome.leftovers ?? 'nothing'}`,
    `memory          ${memoryLine(outcome.before)} before, ${memoryLine(outcome.after)} after`,
    ...faultySessions(outcome.sessions).slice(0, MAX_DETAILS).map(detail),
  ].join('\n');

const sessionLines = ({ sessions, turnedAway }: Outcome): readonly string[] => [
  `sessions        ${sessions.length}: ${listed(sessions.map(({ manner }) => manner))}`,
  `  ended         ${listed(sessions.map(endOf))}; turned away and tried again: ${turnedAway}`,
];

const endOf = ({ report, gaveUp, orphaned }: Ended): string => {
  if (report.outcome !== 'cut') return report.outcome;
  if (gaveUp !== null) return 'left';
  return orphaned ? 'cut by a killed gateway' : 'cut by a draining gateway';
};

const sampleLines = ({ sessions }: Outcome): readonly string[] => {
  const checked = sessions.reduce((sum, { report }) => sum + report.samplesChecked, 0);
  const kinds = ['lost', 'duplicated', 'altered', 'foreign'] as const;
  const flaws = kinds.map((kind) => `${kind} ${flawedSamples(sessions, kind)}`).join(', ');
  return [
    `samples         ${checked} checked: ${flaws}`,
    `out of order    ${sessions.reduce((sum, { report }) => sum + report.faults.length, 0)}`,
  ];
};

const timeLines = ({ sessions, inflicted, workers, unitMs }: Outcome): readonly string[] => {
  const leavers = (isSilent: boolean) =>
    sessions.filter(({ manner }) => (manner === 'falls silent') === isSilent);
  return [
    spread('gap, killed', recoveryGaps(sessions, inflicted, 'worker killed')),
    spread('gap, frozen', recoveryGaps(sessions, inflicted, 'worker frozen')),
    spread('idle after', idleTimes(leavers(false), workers, unitMs)),
    spread('idle, silent', idleTimes(leavers(true), workers, unitMs)),
  ];
};

const spread = (name: string, values: readonly number[]): string => {
  const at = (share: number): string => `${Math.round(percentile(values, share))} ms`;
  const figures = values.length === 0 ? '' : `, p50 ${at(0.5)}, p99 ${at(0.99)}`;
  return `${name.padEnd(15)} ${values.length} times${figures}`;
};

const listed = (values: readonly string[]): string =>
  [...countsOf(values)].map(([name, count]) => `${name} ${count}`).join(', ');

const MIB = 1024 * 1024;

const memoryLine = ({ gateways, workers, redis }: Memory): string =>
  `gateways ${Math.round(gateways / MIB)} MiB, workers ${Math.round(workers / MIB)} MiB, Redis ${(redis / MIB).toFixed(1)} MiB`;

const detail = ({ manner, report, closeCode, times }: Ended): string =>
  `FAULTY ${JSON.stringify({ manner, closeCode, at: times[0], ...report })}`;
