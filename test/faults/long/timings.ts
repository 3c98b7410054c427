import type { Return } from '@chorale/testing';
import { markOfText } from '@chorale/testing';

import type { Incident, Incidents } from './incidents.js';
import { WORKER_KILLED } from './inflictions.js';
import { slackAt } from './slack.js';
import type { Ended } from './talkers.js';

/** A unit that a worker began; ms since 1970. */
export interface TracedUnit {
  /** Whoever it was: only its identity matters. */
  readonly worker: object;
  /** The sentence. */
  readonly mark: string;
  readonly at: number;
}

/** A time that something took, ms. */
export interface Timed {
  readonly ms: number;
  /** Another fault was in its way. */
  readonly isDisturbed: boolean;
}

/** From the loss of a worker to the next audio of a session that it spoke for. */
export interface RecoveryGap extends Timed {
  /** What its listener had in hand when the worker was lost, ms. */
  readonly slackMs: number;
  /** The silence that its listener heard, ms. */
  readonly heardMs: number;
}

/** What a session's timings are made of. */
type Timeline = Pick<Ended, 'texts' | 'arrivals' | 'gaveUpAt' | 'returns'>;

/** Less than this is the usual wait for the next chunk, ms. */
const SHORTEST_GAP_MS = 400;

/** A worker was speaking a sentence if it began a unit of it so shortly before, ms. */
const SPEAKING_MS = 300;

/** A fault that begins so shortly after may have been in the way, ms. */
const SHORTLY_MS = 100;

/** For each worker killed, every session in whose audio that tore a gap. */
export const recoveryGaps = (
  sessions: readonly Timeline[],
  incidents: Incidents,
  units: readonly TracedUnit[],
): readonly RecoveryGap[] => {
  const bySentence = new Map(sessions.flatMap((each) => marksOf(each).map((mark) => [mark, each])));
  return incidents.all
    .filter(({ name }) => name === WORKER_KILLED)
    .flatMap((kill) => {
      const spoken = new Set(
        units.filter((unit) => wasSpeaking(unit, kill)).map(({ mark }) => mark),
      );
      const affected = new Set([...spoken].flatMap((mark) => bySentence.get(mark) ?? []));
      return [...affected].flatMap((session) => gapAt(session, kill, incidents));
    });
};

const marksOf = ({ texts }: Pick<Timeline, 'texts'>): readonly string[] =>
  texts.map((text) => String(markOfText(text)));

const wasSpeaking = ({ worker, at }: TracedUnit, kill: Incident): boolean =>
  worker === kill.target && at > kill.from - SPEAKING_MS && at <= kill.from;

const gapAt = (
  { arrivals }: Pick<Timeline, 'arrivals'>,
  kill: Incident,
  incidents: Incidents,
): readonly RecoveryGap[] => {
  const next = arrivals.find(({ at }) => at > kill.from);
  if (next === undefined || next.at - kill.from < SHORTEST_GAP_MS) return [];
  const slackMs = Math.max(0, slackAt(arrivals, kill.from));
  const ms = next.at - kill.from;
  const isDisturbed = incidents.between(kill.from, next.at).some((each) => each !== kill);
  return [{ ms, slackMs, heardMs: Math.max(0, ms - slackMs), isDisturbed }];
};

/** How long after each session that gave up its last unit ended; 0 where none was in the making. */
export const idleTimes = (
  sessions: readonly Timeline[],
  incidents: Incidents,
  units: readonly TracedUnit[],
  unitMs: number,
): readonly Timed[] => {
  const last = lastUnits(units);
  return sessions.flatMap((session) => {
    const { gaveUpAt } = session;
    if (gaveUpAt === null) return [];
    const ends = marksOf(session).map((mark) => (last.get(mark) ?? 0) + unitMs);
    const isDisturbed = incidents.between(gaveUpAt, gaveUpAt + SHORTLY_MS).length > 0;
    return [{ ms: Math.max(0, ...ends.map((end) => end - gaveUpAt)), isDisturbed }];
  });
};

/** When the last unit of each sentence began, by its mark. */
const lastUnits = (units: readonly TracedUnit[]): ReadonlyMap<string, number> => {
  const last = new Map<string, number>();
  for (const { mark, at } of units) last.set(mark, Math.max(last.get(mark) ?? 0, at));
  return last;
};

/** For each return that was heard of: from `since` to the first sample that was missing. */
export const resumeTimes = (
  sessions: readonly Timeline[],
  incidents: Incidents,
  since: (back: Return) => number,
): readonly Timed[] =>
  sessions
    .flatMap(({ returns }) => returns)
    .flatMap((back) => {
      if (back.heardAt === null) return [];
      const others = incidents.between(back.connectingAt, back.heardAt);
      return [{ ms: back.heardAt - since(back), isDisturbed: others.some(disturbsOthers) }];
    });

/** A gateway that leaves is not felt by those who are at another. */
const disturbsOthers = ({ name }: Incident): boolean =>
  name !== 'gateway killed' && name !== 'gateway drained';
