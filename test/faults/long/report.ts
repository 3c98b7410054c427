import { percentile } from '../../load/statistics.js';

import type { Plan } from './chaos.js';
import type { Incidents } from './incidents.js';
import { WORKER_KILLED } from './inflictions.js';
import type { Memory } from './memory.js';
import type { Ended } from './talkers.js';
import { countsOf, faultySessions, flawedSamples } from './tally.js';
import {
  idleTimes,
  type RecoveryGap,
  recoveryGaps,
  resumeTimes,
  type Timed,
  type TracedUnit,
} from './timings.js';

/** All that a run brought. */
export interface Outcome {
  readonly plan: Plan;
  readonly sessions: readonly Ended[];
  readonly turnedAway: number;
  readonly incidents: Incidents;
  readonly units: readonly TracedUnit[];
  /** What one unit costs a worker, ms. */
  readonly unitMs: number;
  /** Processes that ended although nobody had ended them, and how. */
  readonly deserters: readonly string[];
  /** What was left in processes and Redis when all was said and the journals had expired; null for nothing. */
  readonly leftovers: string | null;
  readonly before: Memory;
  readonly after: Memory;
}

const MAX_DETAILS = 20;

/** A listener with so much in hand should hear nothing of a killed worker, ms. */
const COMFORTABLE_MS = 2_000;

/** True if no sample was wrong, no session hung or ended for no reason, no process died by itself, and nothing was left behind. */
export const isClean = ({ plan, sessions, incidents, deserters, leftovers }: Outcome): boolean =>
  sessions.length > 0 &&
  faultySessions(sessions).length + deserters.length === 0 &&
  leftovers === null &&
  incidents.count(WORKER_KILLED) >= (plan.kills ?? 0);

/** Tells it all, for people. */
export const reportOf = (outcome: Outcome): string =>
  [
    `seed ${outcome.plan.seed}, ${outcome.plan.minutes} minutes`,
    ...sessionLines(outcome),
    ...sampleLines(outcome),
    faultLine(outcome.incidents),
    ...gapLines(outcome),
    ...idleLines(outcome),
    ...resumeLines(outcome),
    `died            ${outcome.deserters.length === 0 ? 'nobody by itself' : outcome.deserters.join(', ')}`,
    `left over       ${outcome.leftovers ?? 'nothing'}`,
    `memory, before  ${memoryLine(outcome.before)}`,
    `memory, after   ${memoryLine(outcome.after)}`,
    ...faultySessions(outcome.sessions).slice(0, MAX_DETAILS).map(detail),
  ].join('\n');

const sessionLines = ({ sessions, turnedAway }: Outcome): readonly string[] => [
  `sessions        ${sessions.length}: ${listed(sessions.map(({ manner }) => manner))}`,
  `  ended         ${listed(sessions.map(endOf))}; turned away and tried again ${turnedAway}`,
];

const endOf = ({ report, gaveUpAt, cause, closeCode }: Ended): string => {
  if (report.outcome !== 'cut') return report.outcome;
  if (gaveUpAt !== null) return 'left';
  return cause === null ? `cut for no reason (${closeCode ?? 'open'})` : `cut: ${cause}`;
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

const faultLine = ({ all }: Incidents): string =>
  `faults          ${all.length}: ${listed(all.map(({ name }) => name))}`;

const gapLines = ({ sessions, incidents, units }: Outcome): readonly string[] => {
  const gaps = recoveryGaps(sessions, incidents, units);
  const comfortable = gaps.filter(({ slackMs }) => slackMs >= COMFORTABLE_MS);
  return [
    spread('gap, killed', gaps),
    spread('  undisturbed', undisturbed(gaps)),
    `  heard         by ${heard(gaps)}; with 2 s in hand by ${heard(comfortable)}, undisturbed by ${heard(undisturbed(comfortable))}`,
  ];
};

const heard = (gaps: readonly RecoveryGap[]): string =>
  `${gaps.filter(({ heardMs }) => heardMs > 0).length} of ${gaps.length}`;

const idleLines = ({ sessions, incidents, units, unitMs }: Outcome): readonly string[] => {
  const of = (these: readonly Ended[]) => idleTimes(these, incidents, units, unitMs);
  const isSilent = ({ manner }: Ended): boolean => manner === 'falls silent';
  const cancels = of(sessions.filter(({ manner }) => manner === 'cancels'));
  const leaves = of(sessions.filter((each) => each.manner !== 'cancels' && !isSilent(each)));
  return [
    spread('cancel to idle', cancels),
    spread('  undisturbed', undisturbed(cancels)),
    spread('leave to idle', leaves),
    spread('  undisturbed', undisturbed(leaves)),
    spread('silent to idle', of(sessions.filter(isSilent))),
  ];
};

const resumeLines = ({ sessions, incidents }: Outcome): readonly string[] => {
  const losses = sessions.flatMap((session) => session.losses);
  const inVain = sessions.reduce((sum, { triesInVain }) => sum + triesInVain, 0);
  const fromReconnect = resumeTimes(sessions, incidents, ({ connectingAt }) => connectingAt);
  const fromResume = resumeTimes(sessions, incidents, ({ askedAt }) => askedAt);
  return [
    `resumes         ${losses.length}: ${listed(losses.map(({ cause }) => cause ?? 'no reason'))}; tries in vain ${inVain}`,
    spread('  reconnect …', fromReconnect),
    spread('  undisturbed', undisturbed(fromReconnect)),
    spread('  resume …', fromResume),
    spread('  undisturbed', undisturbed(fromResume)),
  ];
};

const undisturbed = <T extends Timed>(values: readonly T[]): readonly T[] =>
  values.filter(({ isDisturbed }) => !isDisturbed);

/** One line: how many there are, and how they are spread. */
export const spread = (name: string, values: readonly Pick<Timed, 'ms'>[]): string => {
  const times = values.map(({ ms }) => ms);
  const at = (share: number): string => `${Math.round(percentile(times, share))} ms`;
  const figures = times.length === 0 ? '' : `, p50 ${at(0.5)}, p99 ${at(0.99)}`;
  return `${name.padEnd(15)} ${times.length} times${figures}`;
};

const listed = (values: readonly string[]): string =>
  [...countsOf(values)].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';

const MIB = 1024 * 1024;

const mebibytes = (sizes: readonly number[]): string =>
  sizes.map((size) => Math.round(size / MIB)).join(' + ');

const memoryLine = ({ gateways, workers, redis }: Memory): string =>
  `gateways ${mebibytes(gateways)} MiB, workers ${mebibytes(workers)} MiB, Redis ${(redis / MIB).toFixed(1)} MiB`;

const detail = ({ manner, report, closeCode, circumstances, losses, lastWords }: Ended): string =>
  `FAULTY ${JSON.stringify({ manner, closeCode, circumstances, losses, lastWords, ...report })}`;
